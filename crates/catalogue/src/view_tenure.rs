//! Look-ups of who answers for an agency.

use crate::entry::Validity;
use crate::fold::Known;
use crate::tenure::{Seat, Seated};
use crate::view::View;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::CalendarData;
use lienthong_names::AgencyId;

/// Who answers for an agency.
impl<'a> View<'a> {
    /// Everybody who was, is or will be in a seat of an agency, in the order in which they were appointed, each with the time it
    /// comes to: an end that was decided later counts.
    pub fn tenures(&self, agency: &AgencyId) -> impl Iterator<Item = (Validity, &'a Seated)> + use<'a> {
        let (view, position) = (*self, self.position());
        let said = self.catalogue.tenures.get(agency).into_iter().flatten();
        said.filter(move |known| known.from <= position).map(move |known| (view.time_of(known), &known.value))
    }

    /// Who is in a seat of an agency at an instant: one, none, or more.
    pub fn seated(
        &self,
        agency: &AgencyId,
        seat: Seat,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Seated> + use<'a> {
        let there =
            self.tenures(agency).filter(move |(time, seated)| seated.seat == seat && time.holds_at(at));
        there.map(|(_, seated)| seated)
    }

    /// The deputies who answer for a field of an agency at an instant.
    pub fn deputies<'f>(
        &self,
        agency: &AgencyId,
        field: &'f str,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Seated> + use<'a, 'f> {
        let deputies = self.seated(agency, Seat::Deputy, at);
        deputies.filter(move |seated| seated.fields.iter().any(|known| **known == *field))
    }

    /// Who answers for an agency at an instant: its head; where there is none, or they are away, who acts; else whoever answers for
    /// the agency above, and so on upwards. Who took its place answers for one that is no more.
    ///
    /// It is to be exactly one (R26). What is there is told: nobody, or more than one who act at once.
    #[must_use]
    pub fn answerable(&self, agency: &AgencyId, at: Timestamp) -> Vec<&'a Seated> {
        let mut here = self.acting(agency, at);
        // No chain of agencies is longer, unless it goes round.
        for _ in 0..=self.catalogue.agencies.len() {
            for seat in [Seat::Head, Seat::Acting] {
                let there = self.seated(here, seat, at);
                let there: Vec<_> =
                    there.filter(|seated| !self.is_absent(here, &seated.tenure.officer, at)).collect();
                if !there.is_empty() {
                    return there;
                }
            }
            match self.agency_ever(here).and_then(|known| known.parent.as_ref()) {
                Some(above) => here = self.acting(above, at),
                None => break,
            }
        }
        Vec::new()
    }

    /// Who answers for an agency on a day: whoever does at its noon. Tenures and absences begin and end at midnight, or with the hours
    /// of the office, so that noon is on neither edge.
    #[must_use]
    pub fn answerable_on(&self, agency: &AgencyId, day: Date) -> Vec<&'a Seated> {
        let calendar = self.calendar_of(self.acting(agency, Timestamp::MAX));
        let offset =
            calendar.map_or_else(|| CalendarData::vietnam_default().offset, |entry| entry.data.offset);
        // A day at the very end of what can be told has no noon to ask for.
        offset
            .to_timestamp(day.at(12, 0, 0, 0))
            .map_or_else(|_| Vec::new(), |noon| self.answerable(agency, noon))
    }

    fn time_of(&self, known: &Known<Seated>) -> Validity {
        let Seated { seat, tenure, .. } = &known.value;
        let ends = self.catalogue.tenure_ends.get(&tenure.agency).into_iter().flatten();
        let ended = ends
            .filter(|end| known.from < end.from && end.from <= self.position())
            .map(|end| &end.value)
            .filter(|end| end.officer == tenure.officer && end.seat == *seat)
            .map(|end| end.from)
            // One that ended an earlier time in the same seat.
            .filter(|end| tenure.validity.from <= *end);
        Validity { until: ended.chain(tenure.validity.until).min(), ..tenure.validity }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Absence, Agency, Catalogue, Decision, Deputyship, Entry, Succession, Tenure, TenureEnd};
    use lienthong_names::OfficerId;

    fn at(text: &str) -> Timestamp {
        format!("{text}:00+07:00").parse().unwrap()
    }

    fn agency(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn officer(id: &str) -> OfficerId {
        OfficerId::new(id).unwrap()
    }

    fn decision() -> Decision {
        Decision { number: "1".into(), date: Date::constant(2020, 1, 1), signer: "CT".into() }
    }

    fn registered(code: &str, parent: Option<&str>) -> Entry {
        Entry::AgencyRegistered(Agency {
            id: agency(code),
            name: code.into(),
            name_en: "".into(),
            parent: parent.map(agency),
            units: Vec::new(),
            validity: Validity { from: Timestamp::UNIX_EPOCH, until: None },
            fictitious: true,
            postal: false,
            inspectorate: false,
        })
    }

    fn tenure(code: &str, who: &str, from: &str, until: Option<&str>) -> Tenure {
        Tenure {
            agency: agency(code),
            officer: officer(who),
            name: who.into(),
            validity: Validity { from: at(from), until: until.map(at) },
            decision: decision(),
        }
    }

    fn ended(code: &str, who: &str, seat: Seat, from: &str) -> Entry {
        Entry::TenureEnded(TenureEnd {
            agency: agency(code),
            officer: officer(who),
            seat,
            from: at(from),
            decision: decision(),
        })
    }

    fn known(entries: &[Entry]) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (sequence, entry) in (1..).zip(entries) {
            catalogue.evolve(sequence, entry);
        }
        catalogue
    }

    fn on(view: View<'_>, code: &str, day: &str) -> String {
        let there = view.answerable_on(&agency(code), day.parse().unwrap());
        let told = there.iter().map(|seated| format!("{} {}", seated.tenure.officer, seated.seat.as_str()));
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_head_answers_else_who_acts_else_the_one_above() {
        let catalogue = known(&[
            registered("UB", None),
            registered("SO", Some("UB")),
            registered("CC", Some("SO")),
            Entry::HeadAppointed(tenure("UB", "chu", "2020-01-01T00:00", None)),
            Entry::HeadAppointed(tenure("SO", "an", "2020-03-01T00:00", Some("2020-06-01T00:00"))),
            Entry::ActingAppointed(tenure("SO", "ba", "2020-04-01T00:00", Some("2020-07-01T00:00"))),
            Entry::AbsenceRegistered(Absence {
                agency: agency("SO"),
                officer: officer("an"),
                validity: Validity { from: at("2020-05-04T07:00"), until: Some(at("2020-05-08T17:00")) },
                deputy: None,
            }),
        ]);
        let rows = [
            ("SO", "2019-12-31", ""),
            ("SO", "2020-02-29", "chu head"),
            ("SO", "2020-03-01", "an head"),
            ("SO", "2020-04-15", "an head"),
            ("SO", "2020-05-03", "an head"),
            ("SO", "2020-05-04", "ba acting"),
            ("SO", "2020-05-08", "ba acting"),
            ("SO", "2020-05-09", "an head"),
            ("SO", "2020-06-01", "ba acting"),
            ("SO", "2020-07-01", "chu head"),
            ("CC", "2020-05-03", "an head"),
            ("CC", "2020-07-01", "chu head"),
            ("nobody-knows", "2020-07-01", ""),
        ];
        for (code, day, expected) in rows {
            assert_eq!(on(catalogue.now(), code, day), expected, "{code} on {day}");
        }
        // Before it was said that they are away, nobody knew.
        assert_eq!(on(catalogue.as_known(6), "SO", "2020-05-04"), "an head");
        assert_eq!(on(catalogue.as_known(4), "SO", "2020-05-04"), "chu head");
    }

    #[test]
    fn a_tenure_ends_by_its_own_end_or_a_decided_one_and_another_one_of_the_same_officer_stays() {
        let catalogue = known(&[
            registered("SO", None),
            Entry::HeadAppointed(tenure("SO", "an", "2020-01-01T00:00", None)),
            ended("SO", "an", Seat::Head, "2020-03-01T00:00"),
            Entry::HeadAppointed(tenure("SO", "an", "2020-05-01T00:00", Some("2020-09-01T00:00"))),
            ended("SO", "an", Seat::Head, "2020-02-01T00:00"),
            ended("SO", "an", Seat::Acting, "2020-06-01T00:00"),
        ]);
        let rows = [
            (2, "2020-12-31", "an head"),
            (3, "2020-02-29", "an head"),
            (3, "2020-03-01", ""),
            (4, "2020-04-30", ""),
            (4, "2020-05-01", "an head"),
            (5, "2020-02-01", ""),
            (5, "2020-06-01", "an head"),
            (6, "2020-06-01", "an head"),
            (6, "2020-09-01", ""),
        ];
        for (position, day, expected) in rows {
            assert_eq!(on(catalogue.as_known(position), "SO", day), expected, "{day}, known at {position}");
        }
    }

    #[test]
    fn two_who_act_at_once_are_both_told() {
        let catalogue = known(&[
            registered("SO", None),
            Entry::ActingAppointed(tenure("SO", "an", "2020-01-01T00:00", None)),
            Entry::ActingAppointed(tenure("SO", "ba", "2020-02-01T00:00", None)),
        ]);
        assert_eq!(on(catalogue.now(), "SO", "2020-01-31"), "an acting");
        assert_eq!(on(catalogue.now(), "SO", "2020-02-01"), "an acting, ba acting");
    }

    #[test]
    fn who_took_an_agencys_place_answers_for_it_and_for_those_below() {
        let catalogue = known(&[
            registered("CU", None),
            registered("MOI", None),
            registered("CC", Some("CU")),
            Entry::HeadAppointed(tenure("CU", "an", "2020-01-01T00:00", None)),
            Entry::HeadAppointed(tenure("MOI", "ba", "2020-01-01T00:00", None)),
            Entry::AgencySucceeded(Succession {
                predecessor: agency("CU"),
                successor: agency("MOI"),
                from: at("2020-07-01T00:00"),
                decision: decision(),
            }),
        ]);
        for code in ["CU", "CC"] {
            assert_eq!(on(catalogue.now(), code, "2020-06-30"), "an head", "{code}");
            assert_eq!(on(catalogue.now(), code, "2020-07-01"), "ba head", "{code}");
        }
    }

    #[test]
    fn deputies_answer_for_their_fields() {
        let deputy = |who: &str, fields: &[&str]| {
            Entry::DeputyAppointed(Deputyship {
                tenure: tenure("SO", who, "2020-01-01T00:00", None),
                fields: fields.iter().map(|field| (*field).into()).collect(),
            })
        };
        let catalogue =
            known(&[deputy("ba", &["đất đai", "khoáng sản"]), deputy("chi", &["môi trường", "đất đai"])]);
        let for_field = |field: &str| {
            let deputies = catalogue.now().deputies(&agency("SO"), field, at("2020-02-01T12:00"));
            deputies.map(|seated| seated.tenure.officer.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(for_field("khoáng sản"), ["ba"]);
        assert_eq!(for_field("đất đai"), ["ba", "chi"]);
        assert!(for_field("xây dựng").is_empty());
        // A deputy is not who answers for the whole.
        assert_eq!(on(catalogue.now(), "SO", "2020-02-01"), "");
    }
}
