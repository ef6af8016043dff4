//! Vectors of DOMAIN section 9 through the whole path: records in, words out.

use crate::{after, records, told};
use lienthong_dossier::{Event, Holder};
use lienthong_inspection::attribution::{Explained, Sentence, StartedBy, Unexplained, WentOnHow, explain};
use lienthong_names::DossierCode;
use lienthong_protocol::{Decision, Event as Recorded};
use lienthong_scenario::World;

/// Minutes of a working day.
const DAY: u64 = 480;

fn code(text: &str) -> DossierCode {
    DossierCode::new(text).unwrap()
}

fn at(text: &str) -> jiff::Timestamp {
    format!("{text}:00+07:00").parse().unwrap()
}

fn of(world: &World, dossier: &str, now: &str) -> (Explained, Vec<Sentence>) {
    let placed = records(world, &code(dossier));
    let explained = explain(&told(&placed), world.whole_catalogue(), at(now)).unwrap();
    let words = explained.words(world.catalogue());
    (explained, words)
}

fn about<'a>(words: &'a [Sentence], about: &str) -> Vec<(&'a str, &'a str)> {
    words.iter().filter(|one| one.about == about).map(|one| (&*one.vi, &*one.en)).collect()
}

#[test]
fn two_legs_side_by_side_are_told_with_their_heads() {
    let world = after("two legs side by side, and a head who is followed by another");
    let (explained, words) = of(&world, "H22.TT-201008-0100", "2020-10-30T09:00");
    assert_eq!((explained.elapsed, explained.until), (13 * DAY, at("2020-10-27T17:00")));
    let held: Vec<u64> = explained.held.iter().map(|(_, minutes)| *minutes).collect();
    assert_eq!(held, [4 * DAY, 9 * DAY]);
    let english: Vec<&str> = words.iter().map(|one| &*one.en).collect();
    assert_eq!(
        english,
        [
            "Dossier H22.TT-201008-0100 is of procedure 2.000700 “ten-days”, version 1 (decision 1/QĐ-UBND of 2 January 2020); process version 1.",
            "Time is counted by calendar “default”, decision 1/QĐ-UBND of 2 January 2020, its days off decided until 31 December 2026; a working day is 8 hours.",
            "The clock started at 17:00 on 8 October 2020 at trung-tâm (H22.TT) (recorded as it happened); from then on kế-hoạch (H22.14) answered for it.",
            "The result was first promised for 17:00 on 22 October 2020 (published term: 10 working days).",
            "It was granted at 17:00 on 27 October 2020 (an, kế-hoạch (H22.14)).",
            "13 days (6,240 working minutes) have passed.",
            "From 17:00 on 8 October 2020 to 17:00 on 14 October 2020: held by kế-hoạch (H22.14), 4 days (1,920 working minutes).",
            "From 17:00 on 14 October 2020 to 17:00 on 27 October 2020: held by xây-dựng (H22.15), leg b, 9 days (4,320 working minutes).",
            "In all: kế-hoạch (H22.14) 4 days (1,920 working minutes); xây-dựng (H22.15), leg b 9 days (4,320 working minutes); together exactly what has passed, 13 days (6,240 working minutes).",
            "It was 3 days (1,440 working minutes) late.",
            "kế-hoạch (H22.14) had 6 days (2,880 working minutes), used 4 days (1,920 working minutes): within its limit.",
            "tài-chính (H22.16), leg a was late by 3 days (1,440 working minutes), not on the path: it answers for none of it.",
            "xây-dựng (H22.15), leg b had 4 days (1,920 working minutes), used 9 days (4,320 working minutes), 5 days (2,400 working minutes) too many: its share is 3 days (1,440 working minutes).",
            "From 21 October 2020 to 23 October 2020: an (head) answered for it, 1 day 6 hours 24 minutes (864 working minutes).",
            "From 26 October 2020 to 27 October 2020: binh (head) answered for it, 1 day 1 hour 36 minutes (576 working minutes).",
        ]
    );
    let last = words.last().unwrap();
    assert_eq!(
        last.vi,
        "Từ ngày 26/10/2020 đến ngày 27/10/2020: binh (người đứng đầu) chịu trách nhiệm, 1 ngày 1 giờ 36 phút (576 phút làm việc)."
    );
    assert_eq!(
        about(&words, "held")[1].0,
        "Từ 17:00 ngày 14/10/2020 đến 17:00 ngày 27/10/2020: xây-dựng (H22.15), lượt b giữ, 9 ngày (4.320 phút làm việc)."
    );
    let cited: Vec<String> =
        words.iter().flat_map(|one| one.records.iter().map(ToString::to_string)).collect();
    assert!(cited.contains(&"H22/catalogue:2".to_owned()), "the calendar's record: {cited:?}");
    assert!(cited.iter().filter(|cite| cite.starts_with("H22/2020:")).count() > 5, "{cited:?}");
}

#[test]
fn where_no_limit_is_exceeded_it_is_whoever_answered_when_the_term_passed() {
    let world = after("the limits are more than the term, and one acts for the committee");
    let (explained, words) = of(&world, "H22.TT-201008-0100", "2020-10-30T09:00");
    let shared = explained.lateness.unwrap();
    assert_eq!(shared.late, 2 * DAY);
    assert!(shared.parts.iter().all(|part| part.share == 0 && part.answered.is_empty()));
    let (agency, answered) = shared.no_limit_exceeded.unwrap();
    assert_eq!((agency.as_str(), answered.len(), answered[0].minutes), ("H22.01", 1, 2 * DAY));
    let (_, en) = about(&words, "no_limit_exceeded")[0];
    assert_eq!(
        en,
        "Nobody went beyond a limit of their own: all of it, 2 days (960 working minutes), is of uỷ-ban (H22.01), which held it when the term passed."
    );
    let (_, en) = about(&words, "answered")[0];
    assert_eq!(en, "On 22 October 2020: an (acting head) answered for it, 2 days (960 working minutes).");
}

#[test]
fn who_has_no_head_is_answered_for_from_above() {
    let world = after("a branch without a head is late, under a department that has one");
    let (_, words) = of(&world, "H22.TT-201008-0100", "2020-10-30T09:00");
    let (vi, en) = about(&words, "answered")[0];
    assert_eq!(
        en,
        "From 21 October 2020 to 23 October 2020: binh (head of kế-hoạch (H22.14), the agency having no head) answered for it, 1 day \
         (480 working minutes)."
    );
    assert!(
        vi.contains("binh (người đứng đầu của kế-hoạch (H22.14), vì cơ quan không có người đứng đầu)"),
        "{vi}"
    );
}

#[test]
fn a_pause_says_by_whom_and_what_went_on() {
    let world = after("what the citizen was waited for is nobody's lateness");
    let (explained, words) = of(&world, "H22.TT-201008-0101", "2020-11-05T09:00");
    let [pause] = explained.pauses.as_slice() else { panic!("{:?}", explained.pauses) };
    let ended = pause.ended.as_ref().unwrap();
    assert_eq!((pause.since, ended.at), (at("2020-10-13T10:00"), at("2020-10-20T14:00")));
    assert_eq!(ended.then.as_ref().unwrap().how, WentOnHow::Anew);
    let citizen = explained.held.iter().find(|(holder, _)| *holder == Holder::Citizen).unwrap();
    assert_eq!(citizen.1, 5 * DAY + 120);
    let (vi, en) = about(&words, "pause")[0];
    assert_eq!(
        en,
        "The clock stood still from 10:00 on 13 October 2020 to 14:00 on 20 October 2020 because papers were asked for, by an, trung-tâm (H22.TT); it started anew with 10 working days, due at 17:00 on 3 November 2020."
    );
    assert!(
        vi.ends_with(
            "do an, trung-tâm (H22.TT); sau đó tính lại từ đầu 10 ngày làm việc, hạn 17:00 ngày 03/11/2020."
        ),
        "{vi}"
    );
    let (_, en) = about(&words, "due")[0];
    assert_eq!(en, "As the clock stands it is due at 17:00 on 3 November 2020.");
    // Asked in the middle of the pause: it is open, and the clock stands.
    let placed = records(&world, &code("H22.TT-201008-0101"));
    let until: Vec<_> =
        told(&placed).into_iter().filter(|told| told.effective_at <= at("2020-10-15T09:00")).collect();
    let open = explain(&until, world.whole_catalogue(), at("2020-10-15T09:00")).unwrap();
    let words = open.words(world.catalogue());
    assert_eq!(
        about(&words, "end")[0].1,
        "It is still open; it is looked at as of 09:00 on 15 October 2020."
    );
    assert!(
        about(&words, "pause")[0]
            .1
            .starts_with("The clock has stood still from 10:00 on 13 October 2020 on because")
    );
    assert_eq!(about(&words, "lateness")[0].1, "It is not late so far.");
}

#[test]
fn a_leg_outside_the_term_is_a_pause_and_its_delay_is_shown() {
    let world = after("both are late: the dossier's lateness is the land office's alone");
    let (explained, words) = of(&world, "H22.TT-201008-0200", "2020-11-12T09:00");
    let causes: Vec<&str> = explained.pauses.iter().map(|pause| pause.cause.as_str()).collect();
    assert_eq!(causes, ["outside_leg", "financial_obligation"]);
    let ends: Vec<bool> =
        explained.pauses.iter().map(|pause| pause.ended.as_ref().unwrap().then.is_some()).collect();
    assert_eq!(ends, [false, true], "only the last one let the clock go on");
    let shares: Vec<(&str, u64)> = explained
        .lateness
        .as_ref()
        .unwrap()
        .parts
        .iter()
        .map(|one| (one.part.agency.as_str(), one.share))
        .collect();
    assert_eq!(shares, [("H22.21", DAY + 360), ("H22.50", 0)]);
    let (_, en) = about(&words, "share")[1];
    assert_eq!(
        en,
        "thuế (H22.50), leg thue was late by 1 day 3 hours (660 working minutes), not on the path: it answers for none of it."
    );
}

#[test]
fn what_was_typed_in_late_runs_from_when_it_happened() {
    let world = after("what was typed in late runs from when it happened");
    let (explained, words) = of(&world, "H22.TT-201008-0102", "2020-10-23T09:00");
    assert_eq!((explained.start.why, explained.start.at), (StartedBy::Occurred, at("2020-10-08T17:00")));
    let (_, en) = about(&words, "start")[0];
    assert!(en.contains("(received at 17:00 on 8 October 2020, recorded only at 09:00 on 12 October 2020: the earlier counts)"), "{en}");
    // Open, and an hour and a half... late: the officer has held it since the 13th.
    assert_eq!(about(&words, "lateness")[0].1, "It is 2 hours (120 working minutes) late so far.");
    assert!(about(&words, "held")[1].1.contains("held by binh, kế-hoạch (H22.14)"), "{words:?}");
}

#[test]
fn what_no_desk_took_in_has_no_clock() {
    let world = after("what was typed in late runs from when it happened");
    let placed = records(&world, &code("H22.TT-201008-0102"));
    let first = &told(&placed)[..1];
    let error = explain(first, world.whole_catalogue(), at("2020-10-23T09:00")).unwrap_err();
    assert_eq!(error, Unexplained::NotReceived { code: "H22.TT-201008-0102".to_owned() });
}

#[test]
fn what_version_1_decided_is_told_beside_what_is_true() {
    let words_of = |title: &str| {
        let world = after(title);
        of(&world, "H22.TT-201008-0102", "2020-10-30T09:00")
    };
    let by_1 =
        "version 1 of the rules counts the citizen's days as the custodian's where it was overdue by then";
    let (explained, words) = words_of(by_1);
    assert_eq!(about(&words, "lateness")[0].1, "It was 3 days (1,440 working minutes) late.");
    assert_eq!(
        about(&words, "decided"),
        [(
            "Quyết định ghi trễ 5 ngày (2.400 phút làm việc) theo phiên bản 1 của quy tắc, vốn tính cho cơ quan giữ hồ sơ cả những ngày chờ người nộp khi hồ sơ đã quá hạn.",
            "The decision itself says 5 days (2,400 working minutes) by version 1 of the rules, which counted as the custodian's what the citizen was waited for once it was overdue."
        )]
    );
    let (by_2, words) = words_of("from version 2 of the rules on they are nobody's");
    assert!(about(&words, "decided").is_empty());
    let brought: Vec<usize> =
        [&explained, &by_2].map(|one| one.stretches.iter().map(|held| held.records.len()).sum()).into();
    assert_eq!(brought, [3, 3], "each stretch has the record that began it, however that was written");
    let (one, other) = (explained.pauses[0].ended.clone().unwrap(), by_2.pauses[0].ended.clone().unwrap());
    assert_eq!((one.at, other.at), (at("2020-10-28T17:00"), at("2020-10-28T17:00")));
    assert_eq!([one.then.unwrap().how, other.then.unwrap().how], [WentOnHow::Overdue; 2]);
}

/// What routing writes into a decision is what is explained of it afterwards.
#[test]
fn what_is_explained_is_what_was_decided() {
    let (mut compared, mut by_version_1) = (0, 0);
    for title in crate::playbook().titles() {
        let world = after(title);
        for code in crate::dossiers(&world) {
            let placed = records(&world, &code);
            let resolved = placed.iter().rev().find_map(|(_, taped)| match &taped.decision {
                Decision::Admitted(events) => events.iter().find_map(|event| match event {
                    Recorded::Dossier(Event::DossierResolved { lateness, .. }) => lateness.clone(),
                    _ => None,
                }),
                Decision::Rejected(_) => None,
            });
            let Some(recorded) = resolved else { continue };
            let Ok(explained) = explain(&told(&placed), world.whole_catalogue(), at("2020-12-31T09:00"))
            else {
                continue;
            };
            let Some(shared) = explained.lateness.filter(|_| explained.end.is_some()) else { continue };
            if let Some(decided) = shared.decided_by_version_1 {
                assert_eq!(decided, recorded.late, "{title}: {code}");
                by_version_1 += 1;
                continue;
            }
            let parts: Vec<_> = shared
                .parts
                .into_iter()
                .filter(|one| one.part.raw() > 0 || one.share > 0)
                .map(|one| (one.part, one.share))
                .collect();
            let nobody = shared.no_limit_exceeded.map(|(agency, _)| agency);
            assert_eq!(
                (shared.late, parts, nobody),
                (recorded.late, recorded.parts, recorded.no_limit_exceeded),
                "{title}: {code}"
            );
            compared += 1;
        }
    }
    assert!(compared > 20 && by_version_1 == 1, "{compared}, {by_version_1}");
}
