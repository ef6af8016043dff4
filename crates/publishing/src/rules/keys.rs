//! What a key must be before anyone may sign with it.

use super::known;
use crate::grounds::{HISTORY_OF_NOBODY, KEY_KNOWN, KEY_WRONG};
use lienthong_catalogue::{Key, KeyUse, View};
use lienthong_dossier::Check;
use lienthong_names::Refusal;
use lienthong_protocol::keys::VerifyingKey;

/// It is an Ed25519 key, and its id is the one that follows from it.
pub(crate) fn genuine(key: &Key) -> Check {
    match VerifyingKey::from_bytes(&key.public) {
        Ok(public) if public.key_id() == key.id => Ok(()),
        Ok(public) => KEY_WRONG.refuse(
            "id",
            format!("mã khóa {} không phải của khóa này ({})", key.id, public.key_id()),
            format!("key id {} is not the id of this key, {}", key.id, public.key_id()),
        ),
        Err(error) => KEY_WRONG.refuse(
            "public_key",
            format!("khóa công khai không hợp lệ: {error}"),
            format!("not a public key: {error}"),
        ),
    }
}

/// It was never registered: a key given twice could put one agency's words into another's mouth.
pub(crate) fn unknown(catalogue: View<'_>, key: &Key) -> Check {
    let Some(known) = catalogue.key_ever(&key.id) else { return Ok(()) };
    KEY_KNOWN.refuse(
        "public_key",
        format!("khóa {} đã được đăng ký cho {}", key.id, known.agency),
        format!("key {} is registered already, for {}", key.id, known.agency),
    )
}

/// A historian's key names for whom it speaks, and the catalogue knows each of them.
pub(crate) fn history(catalogue: View<'_>, key: &Key) -> Vec<Refusal> {
    let KeyUse::Historian { of, .. } = &key.usage else { return Vec::new() };
    if of.is_empty() {
        return vec![HISTORY_OF_NOBODY.refusal(
            "history_of",
            "khóa nhập lịch sử phải nêu các cơ quan được ghi thay",
            "a historian's key names the agencies it speaks for",
        )];
    }
    known::agencies(catalogue, "history_of", of)
}
