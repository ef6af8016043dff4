//! What became otherwise, in words: one sentence a change.

use super::said::Words;
use super::since::{Became, Change};
use crate::attribution::HowEnded;
use crate::attribution::phrases::ended;
use crate::attribution::spelled::{Both, Named};
use lienthong_catalogue::{Entry, EntryKind, Switch};
use lienthong_names::DossierCode;

impl Words<'_> {
    /// One change.
    #[must_use]
    pub fn change(&self, change: &Change) -> Both {
        let who = change.agency.as_ref().map_or_else(|| Both::new("", ""), |agency| self.agency(agency));
        let code = change.dossier.as_ref().map_or("", DossierCode::as_str);
        match &change.became {
            Became::Received => Both::new(
                format!("tiếp nhận hồ sơ {code}, {} giải quyết", who.vi),
                format!("dossier {code} was taken in, for {} to decide", who.en),
            ),
            Became::Resolved(outcome) => {
                let how = ended(HowEnded::Resolved(*outcome));
                Both::new(
                    format!("hồ sơ {code} {}, {}", how.vi, who.vi),
                    format!("dossier {code} was {} by {}", how.en, who.en),
                )
            }
            Became::Ended(ending) => {
                let how = ended(HowEnded::Ended(*ending));
                Both::new(format!("hồ sơ {code} {}", how.vi), format!("dossier {code} was {}", how.en))
            }
            Became::Late { due } => {
                let due = self.at(*due);
                Both::new(
                    format!("hồ sơ {code} quá hạn {}, {} đang giữ", due.vi, who.vi),
                    format!("dossier {code} was due at {} and became late with {}", due.en, who.en),
                )
            }
            Became::Found(finding) => Both::new(
                format!("{} {}: {}", finding.id(), finding.rule, finding.vi),
                format!("{} {}: {}", finding.id(), finding.rule, finding.en),
            ),
            Became::Gone(finding) => Both::new(
                format!("không còn căn cứ: {} {}: {}", finding.id(), finding.rule, finding.vi),
                format!("its ground is gone: {} {}: {}", finding.id(), finding.rule, finding.en),
            ),
            Became::Published { entry, differences } => {
                let said = self.published(entry);
                match differences.as_deref() {
                    None => Both::new(format!("{}, lần đầu", said.vi), format!("{}, the first", said.en)),
                    Some([]) => Both::new(
                        format!("{}, nội dung như cũ", said.vi),
                        format!("{}, saying the same", said.en),
                    ),
                    Some(_) => said,
                }
            }
            Became::Switched(entry) | Became::KeyRevoked(entry) | Became::Said(entry) => self.entry(entry),
        }
    }

    fn published(&self, entry: &Entry) -> Both {
        match entry {
            Entry::ProcedurePublished { version, procedure } => Both::new(
                format!("thủ tục {} “{}” phiên bản {version}", procedure.code, procedure.name),
                format!("procedure {} “{}”, version {version}", procedure.code, procedure.name),
            ),
            Entry::ProcessPublished { version, process } => Both::new(
                format!("quy trình của thủ tục {} phiên bản {version}", process.procedure),
                format!("process of procedure {}, version {version}", process.procedure),
            ),
            other => self.entry(other),
        }
    }

    fn entry(&self, entry: &Entry) -> Both {
        match entry {
            Entry::RuleSwitched(switch) => self.switched(switch),
            Entry::KeyRevoked(revocation) => {
                let from = self.at(revocation.from);
                let key = self.0.key_ever(&revocation.key);
                let of = key.map_or_else(|| Both::new("", ""), |key| self.agency(&key.agency));
                Both::new(
                    format!(
                        "thu hồi khóa {} của {} từ {}: {}",
                        revocation.key, of.vi, from.vi, revocation.reason
                    ),
                    format!(
                        "key {} of {} is revoked from {} on: {}",
                        revocation.key, of.en, from.en, revocation.reason
                    ),
                )
            }
            other => {
                let kind = other.kind();
                let about = about(entry).map_or_else(String::new, |about| format!(" ({about})"));
                let en = kind.about().trim().trim_end_matches('.');
                Both::new(format!("{}{about}", kind_vi(kind)), format!("{en}{about}"))
            }
        }
    }

    fn switched(&self, switch: &Switch) -> Both {
        let (mut vi, mut en) = if switch.off {
            (format!("tắt quy tắc {}", switch.rule), format!("rule {} is switched off", switch.rule))
        } else {
            (format!("bật lại quy tắc {}", switch.rule), format!("rule {} is switched on again", switch.rule))
        };
        if let Some(procedure) = &switch.procedure {
            vi.push_str(&format!(" cho thủ tục {procedure}"));
            en.push_str(&format!(" for procedure {procedure}"));
        }
        if let Some(agency) = &switch.agency {
            let agency = Named(self.0).agency(agency);
            vi.push_str(&format!(" đối với {}", agency.vi));
            en.push_str(&format!(" for acts of {}", agency.en));
        }
        let from = self.at(switch.validity.from);
        vi.push_str(&format!(", từ {}", from.vi));
        en.push_str(&format!(", from {}", from.en));
        if let Some(until) = switch.validity.until {
            let until = self.at(until);
            vi.push_str(&format!(" đến {}", until.vi));
            en.push_str(&format!(" until {}", until.en));
        }
        Both::new(
            format!("{vi} (Quyết định số {})", switch.decision.number),
            format!("{en} (decision {})", switch.decision.number),
        )
    }
}

/// What it is about, by its id, where it is about one thing.
fn about(entry: &Entry) -> Option<String> {
    Some(match entry {
        Entry::AgencyRegistered(agency) => agency.id.to_string(),
        Entry::DeskRegistered(desk) => desk.agency.to_string(),
        Entry::RoleGranted(grant) => format!("{} {}", grant.agency, grant.officer),
        Entry::KeyRegistered(key) => format!("{} {}", key.agency, key.id),
        Entry::CalendarSet(calendar) => calendar.id.to_string(),
        Entry::AgencySucceeded(said) => format!("{} {}", said.predecessor, said.successor),
        Entry::HeadAppointed(tenure) | Entry::ActingAppointed(tenure) => {
            format!("{} {}", tenure.agency, tenure.officer)
        }
        Entry::ProcedureRepealed(repeal) => repeal.procedure.to_string(),
        _ => return None,
    })
}

const fn kind_vi(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::LedgerOpened => "mở sổ cái",
        EntryKind::AgencyRegistered => "đăng ký cơ quan",
        EntryKind::DeskRegistered => "đăng ký Bộ phận Một cửa",
        EntryKind::RoleGranted => "giao vị trí cho cán bộ",
        EntryKind::KeyRegistered => "đăng ký khóa",
        EntryKind::KeyRevoked => "thu hồi khóa",
        EntryKind::CalendarSet => "đặt lịch làm việc",
        EntryKind::RuleSwitched => "tắt hoặc bật quy tắc",
        EntryKind::RulesAdopted => "áp dụng phiên bản quy tắc mới",
        EntryKind::LedgerBegun => "bắt đầu sổ cái",
        EntryKind::LedgerClosed => "khóa sổ cái",
        EntryKind::LedgerFinished => "kết thúc sổ cái",
        EntryKind::AgencySucceeded => "cơ quan kế thừa cơ quan",
        EntryKind::GoLiveSet => "cơ quan bắt đầu dùng hệ thống",
        EntryKind::AuthorityDelegated => "ủy quyền",
        EntryKind::AbsenceRegistered => "đăng ký vắng mặt",
        EntryKind::NumbersLeased => "cấp dải số",
        EntryKind::OfflineDeskAccredited => "công nhận bộ phận làm việc ngoại tuyến",
        EntryKind::HeadAppointed => "bổ nhiệm người đứng đầu",
        EntryKind::DeputyAppointed => "bổ nhiệm cấp phó",
        EntryKind::ActingAppointed => "giao phụ trách",
        EntryKind::TenureEnded => "thôi giữ chức vụ",
        EntryKind::LegalBasisRegistered => "đăng ký căn cứ pháp lý",
        EntryKind::ProcedureRepealed => "bãi bỏ thủ tục",
        EntryKind::CutDecided => "quyết định về đề xuất cắt giảm",
        EntryKind::ProcedurePublished => "công bố thủ tục",
        EntryKind::ProcessPublished => "công bố quy trình",
        EntryKind::CutProposed => "đề xuất cắt giảm",
    }
}
