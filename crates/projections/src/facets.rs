//! By what a dossier can be found and is counted: one pure function of its view serves the index, the counts and the figures'
//! way back to the dossiers behind them, so that a number and its list cannot disagree.

use crate::key;
use crate::view::{DossierView, HistoryView, Realm};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_dossier::Ending;
use std::collections::BTreeMap;

/// What a facet is called; also the name of the filter that asks for it.
pub(crate) mod name {
    /// Every dossier.
    pub const ALL: &str = "all";
    /// `live` or `history`.
    pub const REALM: &str = "realm";
    pub const ORIGIN: &str = "origin";
    pub const STATUS: &str = "status";
    pub const CHANNEL: &str = "channel";
    pub const PROCEDURE: &str = "procedure";
    /// Who answers for it, or did last.
    pub const AGENCY: &str = "agency";
    /// Who answers for it, while it lives and is open.
    pub const HOLDER: &str = "holder";
    /// It lives, was taken in and has not ended.
    pub const OPEN: &str = "open";
    /// Local date on which it came.
    pub const DAY: &str = "day";
    /// Open, alive, and promised for an instant.
    pub const DUE: &str = "due";
    /// `on_time`, `late` or `no_term`.
    pub const RESOLVED: &str = "resolved";
    /// Local date on which its matter ended: decided, stopped, or asked back.
    pub const RESOLVED_DAY: &str = "resolved_day";
    /// What the source of an imported one claims: `ended`, `late_by_instant`, `late_by_date`.
    pub const CLAIM: &str = "claim";
    /// Kind of an event that it has.
    pub const EVENT: &str = "event";
    /// Another agency that gave an opinion on it.
    pub const OPINION_OF: &str = "opinion_of";
    /// `given` or `amended`: opinions of the chair's own units.
    pub const INSIDE_OPINION: &str = "inside_opinion";
    /// `open`, `answered`, `concluded`: state of a consultation that it has.
    pub const CONSULTATION: &str = "consultation";
    /// It has a derived act.
    pub const DERIVED: &str = "derived";
    /// It has a rejected command.
    pub const REJECTED: &str = "rejected";
    /// It has an admitted one.
    pub const ADMITTED: &str = "admitted";
}

/// Facets with one value, which stands for "yes".
pub(crate) const YES: &str = "true";

/// Facets that are not counted: their values are instants.
pub(crate) const UNCOUNTED: &[&str] = &[name::DUE];

/// Name, value, and how often: 1 for what a dossier is, a number for what it has several of.
pub(crate) type Facets = BTreeMap<(&'static str, String), u64>;

/// The facets of a dossier. One without a registration has none: nobody has taken its code yet.
pub(crate) fn facets(view: &DossierView, zone: &TimeZone) -> Facets {
    let mut facets = Facets::new();
    if view.registration.is_none() {
        return facets;
    }
    let mut is = |name, value: &str| {
        facets.insert((name, value.to_owned()), 1);
    };
    if view.is_annulled() {
        // Out of every figure; the list by status shows it apart.
        is(name::REALM, view.realm().as_str());
        is(name::STATUS, &view.status);
        return facets;
    }
    is(name::ALL, YES);
    is(name::REALM, view.realm().as_str());
    is(name::ORIGIN, &view.origin);
    is(name::STATUS, &view.status);
    view.channel().into_iter().for_each(|channel| is(name::CHANNEL, channel));
    view.registration.iter().for_each(|registration| is(name::PROCEDURE, &registration.procedure));
    view.custody.iter().for_each(|custody| is(name::AGENCY, &custody.agency));
    view.came_at().into_iter().for_each(|at| is(name::DAY, &local_date(at, zone)));
    view.history.iter().flat_map(|history| claims(history, zone)).for_each(|claim| is(name::CLAIM, claim));
    if view.realm() == Realm::Live {
        resolved(view, zone).into_iter().for_each(|how| is(name::RESOLVED, how));
        settled_at(view).into_iter().for_each(|at| is(name::RESOLVED_DAY, &local_date(at, zone)));
        if view.is_open() {
            is(name::OPEN, YES);
            view.custody.iter().for_each(|custody| is(name::HOLDER, &custody.agency));
            runs_out(view, zone).into_iter().for_each(|at| is(name::DUE, &key::instant(at)));
        }
    }
    facets.extend(several(view));
    facets
}

/// What a dossier has several of.
fn several(view: &DossierView) -> Facets {
    let tallies = &view.tallies;
    let mut facets = Facets::new();
    let mut has = |name, value: &str, times: u64| {
        if times > 0 {
            *facets.entry((name, value.to_owned())).or_default() += times;
        }
    };
    tallies.events.iter().for_each(|(kind, times)| has(name::EVENT, kind, *times));
    tallies.opinions_of.iter().for_each(|(agency, times)| has(name::OPINION_OF, agency, *times));
    has(name::INSIDE_OPINION, "given", tallies.inside_given);
    has(name::INSIDE_OPINION, "amended", tallies.inside_amended);
    has(name::ADMITTED, YES, tallies.admitted);
    has(name::DERIVED, YES, tallies.derived);
    has(name::REJECTED, YES, tallies.rejected);
    view.consultations.iter().for_each(|consultation| has(name::CONSULTATION, consultation.state(), 1));
    facets
}

fn claims(history: &HistoryView, zone: &TimeZone) -> Vec<&'static str> {
    let Some(ended) = history.ended else { return Vec::new() };
    let mut claims = vec!["ended"];
    if let Some(deadline) = history.deadline {
        if ended > deadline {
            claims.push("late_by_instant");
        }
        if is_after_by_date(ended, deadline, zone) {
            claims.push("late_by_date");
        }
    }
    claims
}

/// The instant after which it is overdue while it is open: none while its clock stands still, unless it was overdue when
/// it did (DOMAIN section 6).
fn runs_out(view: &DossierView, zone: &TimeZone) -> Option<Timestamp> {
    view.due.filter(|due| view.clock.stands_since.is_none_or(|since| is_after_by_date(since, *due, zone)))
}

/// When its matter ended, for what was promised: decided, stopped, or asked back by a citizen who had it back. Where its
/// clock stood still by then, that is when it stopped running (DOMAIN sections 6 and 9).
fn settled_at(view: &DossierView) -> Option<Timestamp> {
    if let Some(resolution) = &view.resolution {
        return Some(resolution.at);
    }
    let ended = view.ended.as_ref()?;
    let at = if ended.how == Ending::Stopped.as_str() {
        ended.at
    } else if ended.how == Ending::Withdrawn.as_str() {
        view.withdrawal.as_ref().map_or(ended.at, |withdrawal| withdrawal.asked_at)
    } else {
        return None;
    };
    Some(view.clock.stands_since.map_or(at, |since| at.min(since)))
}

/// Whether it was decided, stopped or asked back on the day it was due by its clock, or before. A letter of apology and a new appointment move nothing.
pub(crate) fn resolved(view: &DossierView, zone: &TimeZone) -> Option<&'static str> {
    let settled = settled_at(view)?;
    Some(match view.due {
        None => "no_term",
        Some(due) if is_after_by_date(settled, due, zone) => "late",
        Some(_) => "on_time",
    })
}

/// Open and past its due at an instant, or decided on a later day.
pub(crate) fn is_late(view: &DossierView, now: Timestamp, zone: &TimeZone) -> bool {
    match resolved(view, zone) {
        Some(how) => how == "late",
        None => view.is_open() && runs_out(view, zone).is_some_and(|due| due < now),
    }
}

fn is_after_by_date(at: Timestamp, limit: Timestamp, zone: &TimeZone) -> bool {
    zone.to_datetime(at).date() > zone.to_datetime(limit).date()
}

/// The day of an instant, yyyy-mm-dd.
pub(crate) fn local_date(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).date().to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::view::{
        CustodyView, EndedView, ReceptionView, RegistrationView, ResolutionView, WithdrawalView,
    };

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    fn received(appointment: Option<Timestamp>) -> DossierView {
        let at = at("2020-10-05T18:00:00Z");
        let mut view = DossierView::new("D-1", "H22/2020");
        view.status = "received".into();
        view.registration = Some(RegistrationView {
            procedure: "P".into(),
            case: None,
            channel: "online".into(),
            by: "H22.02".into(),
            at,
            documents: Vec::new(),
        });
        view.reception = Some(ReceptionView {
            desk: "H22.02".into(),
            received_by: "H22.02".into(),
            procedure_version: 1,
            competent: "H22.14".into(),
            channel: "desk".into(),
            clock_from: at,
            appointment,
            process_version: None,
            receiving_appointment: None,
        });
        view.due = appointment;
        view.custody = Some(CustodyView { agency: "H22.14".into(), unit: None, officer: None, since: at });
        view
    }

    fn values(view: &DossierView, name: &str) -> Vec<String> {
        facets(view, &zone()).into_keys().filter(|(n, _)| *n == name).map(|(_, value)| value).collect()
    }

    #[test]
    fn what_nobody_registered_is_found_nowhere() {
        assert!(facets(&DossierView::new("D", "H22/2020"), &zone()).is_empty());
    }

    #[test]
    fn an_open_dossier_is_due_and_held_and_its_day_is_local() {
        let view = received(Some(at("2020-10-10T10:00:00Z")));
        assert_eq!(values(&view, name::DAY), ["2020-10-06"], "18:00 UTC is the next day in Hà Giang");
        assert_eq!(values(&view, name::CHANNEL), ["desk"], "the desk knows better than the register");
        assert_eq!(values(&view, name::HOLDER), ["H22.14"]);
        assert_eq!(values(&view, name::DUE).len(), 1);
        assert!(values(&view, name::RESOLVED).is_empty());
    }

    #[test]
    fn a_clock_that_stands_still_runs_out_only_if_it_had_before() {
        let (due, now) = (at("2020-10-10T10:00:00Z"), at("2020-10-20T10:00:00Z"));
        for (paused_at, is_overdue) in [("2020-10-09T10:00:00Z", false), ("2020-10-12T10:00:00Z", true)] {
            let mut view = received(Some(due));
            let since = at(paused_at);
            view.clock.stands_since = Some(since);
            assert_eq!(is_late(&view, now, &zone()), is_overdue, "{paused_at}");
            assert_eq!(values(&view, name::DUE).len(), usize::from(is_overdue));
        }
        let mut went_on = received(Some(due));
        went_on.due = Some(at("2020-10-29T10:00:00Z"));
        assert!(!is_late(&went_on, now, &zone()), "it is due by its clock, not by the first slip");
    }

    #[test]
    fn an_annulled_reception_counts_nowhere_and_is_listed_apart() {
        let mut view = received(Some(at("2020-10-10T10:00:00Z")));
        view.status = "annulled".into();
        view.ended = Some(EndedView { how: "annulled".into(), at: at("2020-10-06T10:00:00Z") });
        let all: Vec<_> = facets(&view, &zone()).into_keys().collect();
        assert_eq!(all, [(name::REALM, "live".to_owned()), (name::STATUS, "annulled".to_owned())]);
    }

    #[test]
    fn a_clock_that_was_stopped_on_its_last_day_had_not_run_out() {
        let mut view = received(Some(at("2020-10-10T10:00:00Z")));
        let since = at("2020-10-10T10:30:00Z");
        view.clock.stands_since = Some(since);
        assert!(!is_late(&view, at("2020-10-20T10:00:00Z"), &zone()));
    }

    #[test]
    fn what_is_stopped_or_asked_back_is_measured_like_what_is_decided() {
        let (early, late) = ("2020-10-09T10:00:00Z", "2020-10-12T10:00:00Z");
        let rows = [
            ("stopped", early, None, None, "on_time"),
            ("stopped", late, None, None, "late"),
            ("stopped", late, Some(early), None, "on_time"),
            ("withdrawn", late, None, Some(early), "on_time"),
            ("withdrawn", late, None, Some(late), "late"),
        ];
        for (how, ended_at, paused_at, asked_at, expected) in rows {
            let mut view = received(Some(at("2020-10-10T10:00:00Z")));
            view.ended = Some(EndedView { how: how.into(), at: at(ended_at) });
            view.clock.stands_since = paused_at.map(at);
            view.withdrawal = asked_at.map(|asked| WithdrawalView { asked_at: at(asked), refused_at: None });
            assert_eq!(
                values(&view, name::RESOLVED),
                [expected],
                "{how} {ended_at} {paused_at:?} {asked_at:?}"
            );
            assert_eq!(values(&view, name::RESOLVED_DAY).len(), 1);
        }
    }

    #[test]
    fn lateness_of_what_is_resolved_counts_by_local_date() {
        let rows = [
            (None, "2021-01-01T00:00:00Z", "no_term"),
            (Some("2020-10-10T10:00:00Z"), "2020-10-10T16:59:00Z", "on_time"),
            (Some("2020-10-10T10:00:00Z"), "2020-10-10T17:00:00Z", "late"),
        ];
        for (appointment, resolved_at, expected) in rows {
            let mut view = received(appointment.map(at));
            view.resolution =
                Some(ResolutionView { outcome: "granted".into(), at: at(resolved_at), by: "H22.14".into() });
            assert_eq!(values(&view, name::RESOLVED), [expected], "{resolved_at}");
            assert!(values(&view, name::DUE).is_empty(), "no clock runs any more");
            assert!(values(&view, name::HOLDER).is_empty());
            assert_eq!(values(&view, name::AGENCY), ["H22.14"]);
        }
    }

    #[test]
    fn a_source_is_late_by_instant_or_by_date_as_it_claims() {
        let rows: &[(Option<&str>, Option<&str>, &[&str])] = &[
            (Some("2011-05-02T09:00:00Z"), None, &[]),
            (None, Some("2011-05-02T09:00:00Z"), &["ended"]),
            (Some("2011-05-02T09:00:00Z"), Some("2011-05-02T09:00:00Z"), &["ended"]),
            (Some("2011-05-02T09:00:00Z"), Some("2011-05-02T09:00:01Z"), &["ended", "late_by_instant"]),
            (
                Some("2011-05-02T09:00:00Z"),
                Some("2011-05-02T17:00:00Z"),
                &["ended", "late_by_date", "late_by_instant"],
            ),
        ];
        for (deadline, ended, expected) in rows {
            let mut view = received(Some(at("2020-10-10T10:00:00Z")));
            let (deadline, ended) = (deadline.map(at), ended.map(at));
            view.history = Some(HistoryView { deadline, ended, channel: Some("internal".into()) });
            assert_eq!(values(&view, name::CLAIM), *expected);
            assert_eq!(values(&view, name::CHANNEL), ["internal"]);
            assert!(values(&view, name::DUE).is_empty(), "what is imported is nobody's work today");
        }
    }
}
