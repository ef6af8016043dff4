//! What events of late entries, corrections, quarrels about competence, paper originals and the citizen's word say in plain words.

use super::sentence::{self, Sentence};
use super::tell::{aside, channel_en, channel_vi, colon};
use lienthong_dossier::{Event as Fact, Irregularity};

/// One event; `who` is the acting agency.
pub(super) fn event(fact: &Fact, who: &str) -> Sentence {
    match fact {
        Fact::IrregularityNoted {
            irregularity, citing, citing_revision, taken_by, taker, reason, ..
        } => {
            let taken_by = sentence::agency(taken_by);
            let (how_vi, how_en) = irregularity_of(*irregularity);
            let cited =
                citing.as_ref().map(|stream| format!("{stream}:{citing_revision}")).unwrap_or_default();
            Sentence::new(
                format!(
                    "Ghi nhận sai quy trình: {taken_by} ({taker}) {how_vi}{}{}",
                    aside("dẫn bản ghi", &cited),
                    colon(reason)
                ),
                format!(
                    "An irregularity is noted: {taken_by} ({taker}) {how_en}{}{}",
                    aside("record", &cited),
                    colon(reason)
                ),
            )
        }
        Fact::DossierAdopted { desk, competent, channel, old_number, .. } => {
            let (desk, competent) = (sentence::agency(desk), sentence::agency(competent));
            Sentence::new(
                format!(
                    "{desk} chuyển tiếp hồ sơ đang giải quyết vào hệ thống{}, {}; cơ quan có thẩm quyền: {competent}",
                    aside("số cũ", old_number),
                    channel_vi(*channel)
                ),
                format!(
                    "{desk} brought over a running dossier{}, {}; competent agency: {competent}",
                    aside("old number", old_number),
                    channel_en(*channel)
                ),
            )
        }
        Fact::EntryCorrected { revision, event, field, value, reason, confirmed_by } => {
            let second = confirmed_by.as_ref().map(ToString::to_string).unwrap_or_default();
            Sentence::new(
                format!(
                    "{who} đính chính bản ghi {revision}, {event}.{field}: đúng là “{value}”{}{}",
                    aside("xác nhận:", &second),
                    colon(reason)
                ),
                format!(
                    "{who} corrected record {revision}, {event}.{field}: “{value}” is right{}{}",
                    aside("confirmed by", &second),
                    colon(reason)
                ),
            )
        }
        Fact::CompetenceDecided { competent, number, reason, .. } => {
            let competent = sentence::agency(competent);
            Sentence::new(
                format!(
                    "{who} xác định thẩm quyền thuộc {competent}{}{}",
                    aside("số", number),
                    colon(reason)
                ),
                format!(
                    "{who} decided that it is in the competence of {competent}{}{}",
                    aside("number", number),
                    colon(reason)
                ),
            )
        }
        Fact::PaperSent { from, to, manifest, items, .. } => {
            let (from, to, items) = (sentence::agency(from), sentence::agency(to), items.join(", "));
            Sentence::new(
                format!("{from} gửi bản giấy cho {to}, phiếu {manifest}: {items}"),
                format!("{from} sent paper originals to {to}, list {manifest}: {items}"),
            )
        }
        Fact::PaperReceived { manifest, items, missing, .. } => {
            let (items, missing) = (items.join(", "), missing.join(", "));
            Sentence::new(
                format!(
                    "{who} nhận bản giấy theo phiếu {manifest}{}{}",
                    colon(&items),
                    aside("thiếu", &missing)
                ),
                format!(
                    "{who} received the paper originals of list {manifest}{}{}",
                    colon(&items),
                    aside("missing", &missing)
                ),
            )
        }
        Fact::ServiceRated { score } => Sentence::new(
            format!("Người dân đánh giá: {score}/5"),
            format!("The citizen rated the service: {score} of 5"),
        ),
        Fact::ComplaintFiled { number, against } => {
            let against = sentence::agency(against);
            Sentence::new(
                format!("Người dân phản ánh, kiến nghị về {against} (số {number})"),
                format!("The citizen complained of {against} (number {number})"),
            )
        }
        Fact::ComplaintAnswered { number, text } => Sentence::new(
            format!("{who} trả lời phản ánh số {number}{}", colon(text)),
            format!("{who} answered complaint {number}{}", colon(text)),
        ),
        Fact::PersonalDataErased { authority, law, reason } => Sentence::new(
            format!("{who} xóa dữ liệu cá nhân của hồ sơ theo {authority} ({law}): {reason}"),
            format!("{who} had the personal data of the dossier erased by {authority} ({law}): {reason}"),
        ),
        // The other events are told elsewhere.
        other => Sentence::new(other.kind().as_str(), other.kind().as_str()),
    }
}

const fn irregularity_of(irregularity: Irregularity) -> (&'static str, &'static str) {
    match irregularity {
        Irregularity::RejectedAct => {
            ("đã thực hiện một việc không được ghi nhận", "had an act on it that was not admitted")
        }
        Irregularity::OffDesk => ("đã nhận hồ sơ ngoài Bộ phận Một cửa", "took it in off the one-stop desk"),
    }
}
