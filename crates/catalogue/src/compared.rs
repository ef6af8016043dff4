//! A publication compared with what was said before: new, said already, or something else than was said.

use crate::difference::{Difference, between_procedures, between_processes};
use crate::entry::{Command, Decision};
use crate::tenure::{Seat, Seated, Tenure};
use crate::view::View;

/// How a publication stands to what was said of the same thing last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was said of it.
    New,
    /// The same was said.
    Same,
    /// Something else was said.
    Other {
        /// Of a procedure or a process what differs; of everything else nothing.
        differences: Vec<Difference>,
        /// The decision that it differs under, where that is the one that what was said before stands under: of a procedure or a
        /// process. One decision says one thing.
        same_decision: Option<Decision>,
    },
}

impl View<'_> {
    /// Compares a publication with the last that was said of the same thing, in force yet or not. Of tenures and successions each that
    /// was said counts: they are ended by words of their own, and not by the next. What is no version of anything is always new.
    #[must_use]
    pub fn standing(&self, command: &Command) -> Standing {
        match command {
            Command::RegisterAgency(agency) => against(self.agency_ever(&agency.id), agency),
            Command::RegisterDesk(desk) => against(self.last(self.catalogue.desks.get(&desk.agency)), desk),
            Command::GrantRole(grant) => against(self.officer_ever(&grant.agency, &grant.officer), grant),
            Command::RegisterKey(key) => against(self.key_ever(&key.id), key),
            Command::SetCalendar(entry) => against(self.calendar_entry(&entry.id), entry),
            Command::RegisterLegalBasis(basis) => against(self.legal_basis(&basis.id), basis),
            Command::PublishProcedure(procedure) => {
                let last = self.procedure_versions(&procedure.code);
                self.procedure_version(&procedure.code, last).map_or(Standing::New, |known| {
                    version(between_procedures(known, procedure), &known.decision, &procedure.decision)
                })
            }
            Command::PublishProcess(process) => {
                let end = self.process_versions(&process.procedure) + 1;
                let last = self.process_before(&process.procedure, process.case.as_ref(), end);
                last.map_or(Standing::New, |(_, known)| {
                    version(between_processes(known, process), &known.decision, &process.decision)
                })
            }
            Command::AppointHead(tenure) => self.seated_so(Seat::Head, tenure, &[]),
            Command::AppointActing(tenure) => self.seated_so(Seat::Acting, tenure, &[]),
            Command::AppointDeputy(said) => self.seated_so(Seat::Deputy, &said.tenure, &said.fields),
            Command::SucceedAgency(said) => {
                let known = self.known(self.catalogue.successions.get(&said.predecessor));
                if known.into_iter().any(|known| known == said) { Standing::Same } else { Standing::New }
            }
            // None comes back: a version that was adopted stays said, whichever followed it.
            Command::AdoptRules(said) => {
                let holds = self.rules_version(said.service);
                if said.version <= holds { Standing::Same } else { Standing::New }
            }
            Command::OpenLedger(_)
            | Command::RevokeKey(_)
            | Command::SwitchRule(_)
            | Command::BeginLedger(_)
            | Command::CloseLedger(_)
            | Command::FinishLedger(_)
            | Command::SetGoLive(_)
            | Command::DelegateAuthority(_)
            | Command::RegisterAbsence(_)
            | Command::LeaseNumbers(_)
            | Command::AccreditOfflineDesk(_)
            | Command::EndTenure(_)
            | Command::RepealProcedure(_)
            | Command::ProposeCut(_)
            | Command::DecideCut(_) => Standing::New,
        }
    }

    fn seated_so(&self, seat: Seat, tenure: &Tenure, fields: &[Box<str>]) -> Standing {
        let is_it =
            |known: &Seated| known.seat == seat && known.tenure == *tenure && *known.fields == *fields;
        let known = self.known(self.catalogue.tenures.get(&tenure.agency)).any(is_it);
        if known { Standing::Same } else { Standing::New }
    }
}

fn against<T: PartialEq>(known: Option<&T>, said: &T) -> Standing {
    match known {
        None => Standing::New,
        Some(known) if known == said => Standing::Same,
        Some(_) => Standing::Other { differences: Vec::new(), same_decision: None },
    }
}

fn version(differences: Vec<Difference>, known: &Decision, said: &Decision) -> Standing {
    if differences.is_empty() {
        return Standing::Same;
    }
    let same_decision = (known == said).then(|| said.clone());
    Standing::Other { differences, same_decision }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        Agency, Catalogue, Desk, Entry, Field, Place, Process, RulesVersion, Step, StepKind, Succession,
        Validity,
    };
    use jiff::Timestamp;
    use jiff::civil::Date;
    use lienthong_names::{AgencyId, CaseName, OfficerId, ProcedureCode, Service, StepName};

    const OTHER: Standing = Standing::Other { differences: Vec::new(), same_decision: None };

    fn decision(number: &str) -> Decision {
        Decision { number: number.into(), date: Date::constant(2020, 1, 1), signer: "CT".into() }
    }

    fn id(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn always() -> Validity {
        Validity { from: Timestamp::UNIX_EPOCH, until: None }
    }

    fn agency(name: &str) -> Agency {
        Agency {
            id: id("H22.14"),
            name: name.into(),
            name_en: "".into(),
            parent: None,
            units: Vec::new(),
            validity: always(),
            fictitious: false,
            postal: false,
            inspectorate: false,
        }
    }

    fn process(number: &str, strict: bool) -> Process {
        let step = Step {
            id: StepName::new("one").unwrap(),
            kind: StepKind::Receive,
            place: Place::Agency,
            term: None,
            starts: true,
            next: Vec::new(),
        };
        Process {
            procedure: ProcedureCode::new("1.000001").unwrap(),
            case: None,
            decision: decision(number),
            in_force_from: Timestamp::UNIX_EPOCH,
            strict,
            receiving_term: None,
            steps: vec![step],
            legs: Vec::new(),
        }
    }

    #[test]
    fn only_the_last_that_was_said_counts() {
        let mut catalogue = Catalogue::default();
        let says = |catalogue: &Catalogue, name: &str| {
            catalogue.now().standing(&Command::RegisterAgency(agency(name)))
        };
        assert_eq!(says(&catalogue, "A"), Standing::New);
        catalogue.evolve(1, &Entry::AgencyRegistered(agency("A")));
        assert_eq!((says(&catalogue, "A"), says(&catalogue, "B")), (Standing::Same, OTHER));
        catalogue.evolve(2, &Entry::AgencyRegistered(agency("B")));
        assert_eq!((says(&catalogue, "A"), says(&catalogue, "B")), (OTHER, Standing::Same));
        let desk = Desk {
            agency: id("H22.14"),
            name: "D".into(),
            serves: Vec::new(),
            validity: always(),
            decision: None,
        };
        let asked = Command::RegisterDesk(desk.clone());
        assert_eq!(catalogue.now().standing(&asked), Standing::New);
        catalogue.evolve(3, &Entry::DeskRegistered(desk));
        assert_eq!(catalogue.now().standing(&asked), Standing::Same);
    }

    #[test]
    fn one_decision_says_one_thing() {
        let mut catalogue = Catalogue::default();
        catalogue.evolve(1, &Entry::ProcessPublished { version: 1, process: process("1", false) });
        let standing = |number: &str, strict| {
            catalogue.now().standing(&Command::PublishProcess(process(number, strict)))
        };
        assert_eq!(standing("1", false), Standing::Same);
        let Standing::Other { differences, same_decision } = standing("1", true) else { unreachable!() };
        assert_eq!(differences.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::Strict]);
        assert_eq!(same_decision, Some(decision("1")));
        let Standing::Other { differences, same_decision } = standing("2", true) else { unreachable!() };
        assert_eq!(
            differences.iter().map(|one| one.field).collect::<Vec<_>>(),
            [Field::Decision, Field::Strict]
        );
        assert_eq!(same_decision, None);
    }

    #[test]
    fn the_process_of_a_case_is_compared_with_that_of_the_same_case() {
        let of_case = |strict| Process { case: Some(CaseName::new("a").unwrap()), ..process("1", strict) };
        let mut catalogue = Catalogue::default();
        catalogue.evolve(1, &Entry::ProcessPublished { version: 1, process: process("1", false) });
        let standing = |catalogue: &Catalogue, process: Process| {
            catalogue.now().standing(&Command::PublishProcess(process))
        };
        assert_eq!(standing(&catalogue, of_case(true)), Standing::New);
        catalogue.evolve(2, &Entry::ProcessPublished { version: 2, process: of_case(true) });
        assert_eq!(standing(&catalogue, of_case(true)), Standing::Same);
        assert_eq!(standing(&catalogue, process("1", false)), Standing::Same);
        assert!(matches!(standing(&catalogue, of_case(false)), Standing::Other { .. }));
    }

    #[test]
    fn a_tenure_and_a_succession_that_were_said_once_are_said_for_good() {
        let tenure = |officer: &str| Tenure {
            agency: id("H22.14"),
            officer: OfficerId::new(officer).unwrap(),
            name: officer.into(),
            validity: always(),
            decision: decision("1"),
        };
        let mut catalogue = Catalogue::default();
        catalogue.evolve(1, &Entry::HeadAppointed(tenure("an")));
        catalogue.evolve(2, &Entry::HeadAppointed(tenure("binh")));
        let standing = |command: &Command| catalogue.now().standing(command);
        assert_eq!(standing(&Command::AppointHead(tenure("an"))), Standing::Same);
        assert_eq!(standing(&Command::AppointActing(tenure("an"))), Standing::New);
        assert_eq!(standing(&Command::AppointHead(tenure("chi"))), Standing::New);
        let said = Succession {
            predecessor: id("H22.14"),
            successor: id("H22.15"),
            from: Timestamp::UNIX_EPOCH,
            decision: decision("1"),
        };
        let mut catalogue = catalogue.clone();
        assert_eq!(catalogue.now().standing(&Command::SucceedAgency(said.clone())), Standing::New);
        catalogue.evolve(3, &Entry::AgencySucceeded(said.clone()));
        assert_eq!(catalogue.now().standing(&Command::SucceedAgency(said)), Standing::Same);
    }

    #[test]
    fn a_version_of_rules_that_was_adopted_stays_said() {
        let adopted = |version| RulesVersion { service: Service::Routing, version, decision: decision("1") };
        let mut catalogue = Catalogue::default();
        let standing =
            |catalogue: &Catalogue, version| catalogue.now().standing(&Command::AdoptRules(adopted(version)));
        assert_eq!([standing(&catalogue, 1), standing(&catalogue, 2)], [Standing::Same, Standing::New]);
        catalogue.evolve(1, &Entry::RulesAdopted(adopted(2)));
        catalogue.evolve(2, &Entry::RulesAdopted(adopted(3)));
        let known = [2, 3, 4].map(|version| standing(&catalogue, version));
        assert_eq!(known, [Standing::Same, Standing::Same, Standing::New]);
    }
}
