//! What a decision may look at besides the stream's own state.

use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::{Key, KeyUse, Process, View};
use lienthong_dossier::capacity::Standing;
use lienthong_dossier::{Check, Dossier, Ground};
use lienthong_names::{Act, AgencyId, Origin, Precedence, Refusal};

/// So far two clocks may differ.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);

/// Who signed, as the catalogue knows the key.
#[derive(Debug, Clone)]
pub struct Signer<'a> {
    /// The key, whatever its validity: [`Facts::refuse_actor`] asks whether it may sign.
    pub key: &'a Key,
}

/// The catalogue as known at a sealed position, the instant that counts as now, and who signed.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The ledger that it is decided in.
    pub origin: &'a Origin,
    /// The catalogue as known at `catalogue_position`.
    pub catalogue: View<'a>,
    /// When it is recorded. Rules ask for [`effective_at`](Self::effective_at); this is for what is said today of long ago.
    pub recorded_at: Timestamp,
    /// "Now" for every rule and clock.
    pub effective_at: Timestamp,
    /// Who signed.
    pub signer: Signer<'a>,
    /// By which version of the service's rules it is decided.
    pub rules_version: u32,
}

/// How a dossier is worked: the version of its reception; `None` before it, and where none was published then.
#[must_use]
pub fn process_of<'a>(catalogue: View<'a>, dossier: &Dossier) -> Option<&'a Process> {
    let code = &dossier.registration.as_ref()?.procedure;
    catalogue.process_version(code, dossier.reception.as_ref()?.process_version?)
}

impl<'a> Facts<'a> {
    /// How a dossier is worked: the version of its reception; `None` before it, and where none was published then.
    #[must_use]
    pub fn process_of(&self, dossier: &Dossier) -> Option<&'a Process> {
        process_of(self.catalogue, dossier)
    }

    /// Whether the act is history, entered under a historian's key.
    #[must_use]
    pub const fn is_history(&self) -> bool {
        matches!(self.signer.key.usage, KeyUse::Historian { .. })
    }

    /// Whether a service says that a clock ran out, under its own key.
    #[must_use]
    pub const fn is_service(&self) -> bool {
        matches!(self.signer.key.usage, KeyUse::Service)
    }

    /// R12 for a service's key: it is registered, and nobody has revoked it.
    #[must_use]
    pub fn service_key_holds(&self) -> bool {
        self.is_service() && self.catalogue.service_key(&self.signer.key.id).is_some()
    }

    /// The same as a check, in a service's own words for R12.
    ///
    /// # Errors
    /// The key was revoked, or is none of a service's.
    pub fn check_service_key(&self, ground: &Ground) -> Check {
        if self.service_key_holds() {
            return Ok(());
        }
        let key = &self.signer.key.id;
        ground.refuse(
            "key_id",
            format!("khóa dịch vụ {key} đã bị thu hồi"),
            format!("service key {key} was revoked"),
        )
    }

    /// R18, in a service's own words for it: an instant that is claimed is not ahead of the record. History is held to what it says itself.
    ///
    /// # Errors
    /// It lies ahead by more than clocks may differ.
    pub fn check_not_ahead(&self, ground: &Ground, field: &str, claimed: Timestamp) -> Check {
        if self.is_history() || claimed.duration_since(self.effective_at) <= CLOCKS_DIFFER {
            return Ok(());
        }
        ground.refuse(
            field,
            format!("{claimed} chưa đến: hãy kiểm tra ngày, giờ và đồng hồ của máy gửi"),
            format!("{claimed} lies ahead: check the date, the time and the clock of the machine that sends"),
        )
    }

    /// What the catalogue says of an agency that acts, and of the key that signed for it.
    #[must_use]
    pub fn standing(&self, agency: &AgencyId) -> Standing {
        let (catalogue, at) = (self.catalogue, self.effective_at);
        Standing {
            desk: catalogue.desk(agency, at).is_some(),
            office: self.signer.key.usage == KeyUse::Office,
            historian: self.is_history(),
            postal: catalogue.agency(agency, at).is_some_and(|agency| agency.postal),
            timer: self.is_service(),
            ..Standing::default()
        }
    }

    /// R12: officer, key and agency are valid at the time. R24: a historian's key speaks for the agencies and the past it was
    /// granted for, and for no other.
    ///
    /// An officer acts with a role, by a delegation, or as the deputy of one who is away; who is away does not act.
    ///
    /// `command` is the name of what is asked, `code` the service's own code for R12.
    #[must_use]
    pub fn refuse_actor(&self, act: &Act, command: &str, code: &'static str) -> Vec<Refusal> {
        let at = self.effective_at;
        let mut refusals = Vec::new();
        let mut refuse = |field: &str, vi: String, en: String| {
            refusals.push(Refusal {
                precedence: Precedence::Capacity,
                code: code.into(),
                rule: "R12".into(),
                article: "".into(),
                field: field.to_owned(),
                vi,
                en,
            });
        };
        // A historian's key is held to the day of signing, not to the past it writes about.
        // A service's key signs that a clock ran out, and nothing else.
        let in_force = !self.is_service() && self.catalogue.key(&self.signer.key.id, at).is_some();
        let key_valid = self.is_history() || in_force;
        if !key_valid {
            refuse(
                "key_id",
                format!("khóa {} không có hiệu lực tại thời điểm này", self.signer.key.id),
                format!("key {} is not valid at this time", self.signer.key.id),
            );
        }
        if self.catalogue.agency(&act.agency, at).is_none() {
            refuse(
                "agency",
                format!("cơ quan {} không có trong danh mục đang có hiệu lực", act.agency),
                format!("agency {} is not in force in the catalogue", act.agency),
            );
        }
        let (agency, officer) = act.typist();
        // Who enters history does it today, not in the past it writes about.
        if !self.is_history() && self.catalogue.is_absent(agency, officer, at) {
            refuse(
                "officer",
                format!("cán bộ {officer} của {agency} đang vắng mặt"),
                format!("officer {officer} of {agency} is away"),
            );
        }
        if !self.catalogue.may_act(agency, officer, command, at) {
            refuse(
                "officer",
                format!("cán bộ {officer} không có vai trò đang có hiệu lực tại {agency}"),
                format!("officer {officer} holds no valid role at {agency}"),
            );
        }
        if let KeyUse::Historian { of, before } = &self.signer.key.usage {
            if !of.contains(&act.agency) {
                refuse(
                    "agency",
                    format!("khóa nhập lịch sử không được cấp cho {}", act.agency),
                    format!("the historian's key was not granted for {}", act.agency),
                );
            }
            if act.occurred_at >= *before {
                refuse(
                    "occurred_at",
                    format!("khóa nhập lịch sử chỉ ghi việc xảy ra trước {before}"),
                    format!("the historian's key writes only of what occurred before {before}"),
                );
            }
        } else if act.entered_by.is_some() {
            refuse(
                "entered_by",
                "chỉ khóa nhập lịch sử mới được ghi thay cơ quan khác".to_owned(),
                "only a historian's key enters acts for another agency".to_owned(),
            );
        }
        refusals
    }
}
