//! Before any rule: is this submission what it says, from whom it says?
//!
//! What fails here is answered at once, unsigned and unrecorded: only a validly signed command can leave a rejection, so
//! nobody can fill the log in another's name.

use lienthong_catalogue::{Key, KeyUse, View};
use lienthong_names::{AgencyId, Origin, Service};
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::{Body, Command, Fault, Submission};

/// Checks service, key and signature.
///
/// `brought` is a key that the submission's first command brings along itself (the command that opens a ledger).
///
/// # Errors
/// A [`Fault`] that holds for every command of the submission: LT0001..LT0004, LT0024.
pub fn check_submission(
    submission: &Submission,
    service: Service,
    catalogue: View<'_>,
    brought: Option<Key>,
) -> Result<Key, Fault> {
    if submission.service != service {
        return Err(fault(
            "LT0001",
            "service",
            format!("bộ lệnh gửi cho {} nhưng được đưa tới {service}", submission.service),
            format!("the submission is for {}, but was handed to {service}", submission.service),
        ));
    }
    let Some(key) = catalogue.key_ever(&submission.key_id).cloned().or(brought) else {
        return Err(fault(
            "LT0002",
            "key_id",
            format!("khóa {} chưa được đăng ký trong danh mục", submission.key_id),
            format!("key {} is not registered in the catalogue", submission.key_id),
        ));
    };
    if key.agency != submission.agency {
        return Err(fault(
            "LT0003",
            "agency",
            format!("khóa {} không phải của {}", key.id, submission.agency),
            format!("key {} does not belong to {}", key.id, submission.agency),
        ));
    }
    let verified =
        VerifyingKey::from_bytes(&key.public).ok().and_then(|public| submission.verify(&public).ok());
    if verified.is_none() {
        return Err(fault(
            "LT0004",
            "signature",
            "chữ ký không khớp với nội dung".to_owned(),
            "the signature does not match what was sent".to_owned(),
        ));
    }
    if key.usage == KeyUse::Service {
        return Err(fault(
            "LT0024",
            "key_id",
            format!("khóa {} là của dịch vụ: không nhận bộ lệnh ký bằng khóa này", key.id),
            format!("key {} is a service's own: nothing signed with it is handed in", key.id),
        ));
    }
    Ok(key)
}

/// That a clock ran out is not handed in by anybody: the service records it itself, so that its id is never decided but as due.
///
/// # Errors
/// LT0023.
pub fn check_not_timer(command: &Command) -> Result<(), Fault> {
    if !command.is_timer() {
        return Ok(());
    }
    Err(fault(
        "LT0023",
        "body",
        format!("{} do chính dịch vụ ghi, không nhận từ bên ngoài", command.kind_name()),
        format!("{} is recorded by the service itself, and handed in by nobody", command.kind_name()),
    ))
}

/// Whether the key may put words in this agency's mouth at all; whether it may *now* is R12.
///
/// # Errors
/// LT0005.
pub fn check_agency(key: &Key, agency: &AgencyId) -> Result<(), Fault> {
    let may = match key.usage {
        // Which agencies a historian speaks for is R24's to say, with a recorded rejection.
        KeyUse::Historian { .. } => true,
        KeyUse::Agency | KeyUse::Office | KeyUse::Service => key.agency == *agency,
    };
    if may {
        Ok(())
    } else {
        Err(fault(
            "LT0005",
            "agency",
            format!("lệnh nhân danh {agency} nhưng khóa là của {}", key.agency),
            format!("the command is in the name of {agency}, but the key belongs to {}", key.agency),
        ))
    }
}

/// The command is one that this service decides.
///
/// # Errors
/// LT0001.
pub fn check_service(command: &Command, service: Service) -> Result<(), Fault> {
    if command.service() == service {
        return Ok(());
    }
    Err(fault(
        "LT0001",
        "body",
        format!("{} do {} quyết định", command.kind_name(), command.service()),
        format!("{} is decided by {}", command.kind_name(), command.service()),
    ))
}

/// The catalogue's commands go to the catalogue's ledger, all others to one of the others.
///
/// # Errors
/// LT0008.
pub fn check_origin(command: &Command, origin: &Origin, catalogue: &Origin) -> Result<(), Fault> {
    let belongs = match command.body {
        Body::Catalogue { .. } => origin == catalogue,
        Body::Dossier { .. } | Body::Books(_) | Body::Supervision(_) => !origin.is_catalogue(),
    };
    if belongs {
        return Ok(());
    }
    Err(fault(
        "LT0008",
        "origin",
        format!("{} không thuộc sổ cái {origin}", command.kind_name()),
        format!("{} does not belong in ledger {origin}", command.kind_name()),
    ))
}

/// A fault in both languages.
pub(crate) fn fault(code: &'static str, field: &str, vi: String, en: String) -> Fault {
    Fault { code: code.to_owned(), field: field.to_owned(), vi, en }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_protocol::testing::examples;

    /// Deliveries rest on it: the catalogue's ledger is not followed by who tells agencies.
    #[test]
    fn only_what_is_published_lives_in_the_catalogues_ledger() {
        let catalogue: Origin = "H22/catalogue".parse().unwrap();
        for command in examples::commands() {
            let is_published = matches!(command.body, Body::Catalogue { .. });
            let belongs = |origin: &Origin| check_origin(&command, origin, &catalogue);
            let wrong = if is_published { examples::origin() } else { catalogue.clone() };
            assert_eq!(belongs(&wrong).unwrap_err().code, "LT0008", "{}", command.kind_name());
            let right = if is_published { &catalogue } else { &examples::origin() };
            assert_eq!(belongs(right), Ok(()), "{}", command.kind_name());
        }
    }
}
