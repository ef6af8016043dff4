//! A province as files: the one that is shipped is whole, and each kind of mistake is named by file, line, field and what to do.

use lienthong_calendar::Term;
use lienthong_catalogue::Command;
use lienthong_interop::province::{File, Mistake, Province, Publication, files_of};
use lienthong_names::{AgencyId, CaseName};
use std::path::PathBuf;

const LAND: &str = "procedures/land-transfer.toml";
const HEAD: &str = "province.toml";
const PERMIT: &str = "procedures/building-permit.toml";

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/provinces/ha-giang-2020"))
}

fn files() -> Vec<File> {
    files_of(&folder()).unwrap()
}

/// The shipped province with one place of one file changed.
fn changed(file: &str, from: &str, to: &str) -> Vec<File> {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    assert!(text.contains(from), "{file} holds no {from:?}");
    *text = text.replacen(from, to, 1);
    files
}

/// The line, from 1, on which the shipped file says something.
fn line(file: &str, text: &str) -> usize {
    let files = files();
    let (_, whole) = files.iter().find(|(name, _)| name == file).unwrap();
    1 + whole[..whole.find(text).unwrap()].matches('\n').count()
}

/// All that is wrong, as it is told.
fn told(files: &[File]) -> Vec<String> {
    Province::read(files).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_province_is_whole() {
    let province = Province::read(&files()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!((province.unit.as_str(), province.ledgers.as_slice()), ("H22", &["2020".to_owned()][..]));
    assert!(province.agencies.len() >= 50 && province.agencies.iter().all(|agency| agency.fictitious));
    assert!(province.procedures.len() >= 18, "{}", province.procedures.len());
    assert!(province.procedures.iter().all(|worked| worked.procedure.fictitious));
    let environment = province.procedures.iter().map(|worked| &worked.procedure);
    assert!(
        environment.clone().any(|procedure| procedure.appraisal.minimum_members == 7),
        "a council of seven"
    );
    assert!(environment.clone().any(|procedure| &*procedure.opinions.silence == "deemed_agreed"));
    let heads = province.commands.iter().filter(|command| matches!(command, Command::AppointHead(_))).count();
    assert_eq!(heads, province.agencies.len(), "each has one who answers for it");
}

#[test]
fn versions_of_rules_are_adopted_one_after_the_other_before_anybody_acts() {
    let adopted = |files: &[File]| {
        let province = Province::read(files).unwrap();
        let publications = province.publications(jiff::civil::Date::MAX);
        let said = publications.iter().enumerate().filter_map(|(at, one)| match &one.command {
            Command::AdoptRules(said) => {
                Some((at, said.service.to_string(), said.version, one.file.clone(), one.line))
            }
            _ => None,
        });
        let said: Vec<_> = said.collect();
        let others = |one: &Publication| match &one.command {
            Command::RegisterAgency(agency) => agency.id != province.office.id,
            _ => false,
        };
        let first_other = publications.iter().position(others).unwrap();
        assert!(said.iter().all(|(at, ..)| *at < first_other));
        said.into_iter()
            .map(|(_, service, version, file, line)| (service, version, file, line))
            .collect::<Vec<_>>()
    };
    let shipped = "rules = { routing = 2 }";
    let at = Some(line(HEAD, shipped));
    let said = |service: &str, version| (service.to_owned(), version, HEAD.to_owned(), at);
    assert_eq!(adopted(&files()), [said("routing", 2)]);
    let later = changed(HEAD, shipped, "rules = { consultation = 2, routing = 3 }");
    assert_eq!(adopted(&later), [said("routing", 2), said("routing", 3), said("consultation", 2)]);
    assert_eq!(adopted(&changed(HEAD, shipped, "rules = { routing = 1 }")), []);
    assert_eq!(adopted(&changed(HEAD, shipped, "")), [], "who names none says nothing");
}

#[test]
fn a_version_of_rules_that_nobody_has() {
    let shipped = "rules = { routing = 2 }";
    let at = line(HEAD, shipped);
    let wrong = told(&changed(HEAD, shipped, "rules = { routing = 0, router = 2, publishing = 4000000000 }"));
    let expected = [
        "rules.publishing: 4000000000 is no version of rules: 1 to 99",
        "rules.router: service `router` is not routing, consultation, publishing or inspection",
        "rules.routing: 0 is no version of rules: 1 to 99",
    ];
    assert_eq!(wrong, expected.map(|what| format!("LT0131 {HEAD}:{at}: {what}. Correct the value.")));
    let wrong = told(&changed(HEAD, shipped, "rules = { routing = -1 }"));
    assert!(wrong.len() == 1 && wrong[0].starts_with(&format!("LT0130 {HEAD}:{at}")), "{wrong:#?}");
}

#[test]
fn on_the_first_of_july_2025_everybody_but_the_office_has_a_successor() {
    let province = Province::read(&files()).unwrap();
    let last = province.changes.last().unwrap();
    assert_eq!(last.decided.to_string(), "2025-06-12");
    let gone = |command: &Command| match command {
        Command::SucceedAgency(said) => Some(said.predecessor.clone()),
        _ => None,
    };
    let before = province.changes.iter().rev().skip(1).flat_map(|change| &change.commands).filter_map(gone);
    let gone: Vec<AgencyId> = last.commands.iter().filter_map(gone).chain(before).collect();
    let stays = province.agencies.iter().filter(|agency| !gone.contains(&agency.id));
    assert_eq!(stays.map(|agency| agency.id.as_str()).collect::<Vec<_>>(), ["H22.01"]);
}

#[test]
fn what_is_no_toml_or_has_a_key_that_nobody_knows() {
    let at = line(PERMIT, "term = \"20 working days\"");
    let told = told(&changed(PERMIT, "term = \"20 working days\"", "trem = \"20 working days\""));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with(&format!("LT0130 {PERMIT}:{at}: unknown field `trem`")), "{}", told[0]);
    assert!(
        told[0].ends_with("Compare deploy/provinces/ha-giang-2020, which explains every part."),
        "{}",
        told[0]
    );
}

#[test]
fn a_value_that_cannot_stand_there() {
    let at = line(PERMIT, "term = \"15 working days\"");
    let term = told(&changed(PERMIT, "term = \"15 working days\"", "term = \"15 days\""));
    let expected = format!(
        "LT0131 {PERMIT}:{at}: process.steps[1].term: `15 days` is no term: write for example `13 working days`, `0.5 working days`, \
         `8 working hours`, `15 calendar days`, or several with `, then ` between them. Correct the value."
    );
    assert_eq!(term, [expected]);
    let kind = told(&changed(PERMIT, "kind = \"appraise\"", "kind = \"think\""));
    assert_eq!(kind.len(), 1, "{kind:#?}");
    assert!(
        kind[0].contains("process.steps[1].kind: `think` is none of: receive, verify, appraise,"),
        "{}",
        kind[0]
    );
}

#[test]
fn an_agency_that_nobody_registered() {
    let at = line(PERMIT, "to = \"H22.20\"");
    let told = told(&changed(PERMIT, "to = \"H22.20\"", "to = \"H22.99\""));
    let expected = format!(
        "LT0132 {PERMIT}:{at}: process.legs[1].to: there is no agency `H22.99`. Correct the code, or register the agency in agencies.toml."
    );
    assert_eq!(told, [expected]);
}

#[test]
fn a_step_that_is_not_there_and_one_that_nothing_leads_to() {
    let at = line(PERMIT, "next = [\"Phê duyệt\"]");
    let faults =
        Province::read(&changed(PERMIT, "next = [\"Phê duyệt\"]", "next = [\"Phê chuẩn\"]")).unwrap_err();
    assert!(faults.iter().any(|fault| fault.to_string()
        == format!("LT0133 {PERMIT}:{at}: process.steps[1].next: there is no step `Phê chuẩn`. Correct the name, or add the step.")));
    let lost = faults.iter().find(|fault| fault.mistake == Mistake::Unreachable).unwrap();
    assert_eq!(lost.line, Some(line(PERMIT, "id = \"Phê duyệt\"")));
    assert!(
        lost.to_string().contains("process.steps[2]: no way leads to step `Phê duyệt`. Name it under `next`"),
        "{lost}"
    );
}

#[test]
fn a_process_that_nobody_can_begin() {
    let told = told(&changed(PERMIT, "starts = true\n", ""));
    assert!(
        told.iter().any(|fault| fault.contains("LT0134") && fault.contains("nobody could begin")),
        "{told:#?}"
    );
}

#[test]
fn a_cycle_without_exit() {
    let at = line(PERMIT, "id = \"Phê duyệt\"");
    let told = told(&changed(PERMIT, "next = [\"Trả kết quả\"]", "next = [\"Thẩm định\"]"));
    let expected = format!(
        "LT0135 {PERMIT}:{at}: process.steps[2]: no way leads to an end from step `Phê duyệt`. Name under `next` a step that leads to the end."
    );
    assert!(told.contains(&expected), "{told:#?}");
}

#[test]
fn parts_that_take_longer_than_the_whole_may() {
    let at = line(PERMIT, "term = \"20 working days\"");
    let whole = told(&changed(PERMIT, "term = \"20 working days\"", "term = \"14 working days\""));
    let expected = format!(
        "LT0136 {PERMIT}:{at}: term: 14 working days end before the quickest way through the steps does. Shorten the parts, or lengthen the term."
    );
    assert_eq!(whole, [expected]);
    let leg = told(&changed(PERMIT, "term = \"2 working days\"", "term = \"30 calendar days\""));
    assert_eq!(leg.len(), 1, "{leg:#?}");
    assert!(
        leg[0].contains(
            "process.legs[0].term: 30 calendar days are longer than the whole may take: 20 working days"
        ),
        "{}",
        leg[0]
    );
}

#[test]
fn nothing_that_says_by_when() {
    let procedure = told(&changed(PERMIT, "term = \"20 working days\"\n", ""));
    let expected = format!(
        "LT0137 {PERMIT}:{}: term: nothing says within what term it is done. Say within what term, for example `term = \"10 working days\"`.",
        line(PERMIT, "code = ")
    );
    assert_eq!(procedure, [expected]);
    let leg = told(&changed(PERMIT, "term = \"2 working days\"\n", ""));
    assert_eq!(leg.len(), 1, "{leg:#?}");
    assert!(leg[0].contains("LT0137") && leg[0].contains("process.legs[0].term: "), "{}", leg[0]);
}

#[test]
fn a_process_in_which_nobody_approves() {
    let at = line(PERMIT, "[process]");
    let told = told(&changed(PERMIT, "kind = \"approve\"", "kind = \"stamp\""));
    let expected = format!(
        "LT0138 {PERMIT}:{at}: process.steps: no step of kind `approve`: nobody approves it. Add the step: receiver, examiner and approver \
         are different officers (R11)."
    );
    assert_eq!(told, [expected]);
}

#[test]
fn one_thing_said_twice() {
    let told = told(&changed(PERMIT, "id = \"giay-to\"", "id = \"don\""));
    let at = line(PERMIT, "id = \"giay-to\"");
    let expected =
        format!("LT0139 {PERMIT}:{at}: checklist: `don` stands there twice. Take one out, or rename it.");
    assert_eq!(told, [expected]);
}

#[test]
fn a_case_has_its_term_its_papers_and_its_process() {
    let province = Province::read(&files()).unwrap();
    let land =
        province.procedures.iter().find(|worked| worked.procedure.code.as_str() == "1.005398").unwrap();
    let correction: CaseName = "đính chính".parse().unwrap();
    assert_eq!(land.procedure.term_by(Some(&correction), false), Some(&Term::working_days(7)));
    assert_eq!(land.procedure.term_by(None, false), Some(&Term::working_days(13)));
    let asked = |case| land.procedure.checklist_for(case).map(|item| &*item.id).collect::<Vec<_>>();
    assert_eq!(asked(Some(&correction)), ["don", "giay-to", "giay-chung-nhan"]);
    assert_eq!(asked(None), ["don", "giay-to"]);
    let [(of_all, _), (process, _)] = land.processes.as_slice() else {
        panic!("one case has a process of its own")
    };
    assert_eq!(of_all.case, None);
    assert_eq!(process.case.as_ref(), Some(&correction));
    let terms: Vec<_> = process.steps.iter().filter_map(|step| step.term.clone()).collect();
    assert_eq!(terms, [2, 8, 2, 1, 1].map(Term::half_days), "1 + 4 + 1 + 0.5 + 0.5");
    let published = province.commands.iter().filter(|command| matches!(command, Command::PublishProcess(_)));
    assert_eq!(
        published.count(),
        province.procedures.iter().map(|worked| worked.processes.len()).sum::<usize>()
    );
}

#[test]
fn a_case_that_the_procedure_does_not_have() {
    let told = told(&changed(LAND, "cases = [\"đính chính\"]", "cases = [\"đính chín\"]"));
    let at = line(LAND, "cases = [\"đính chính\"]");
    assert_eq!(
        told,
        [format!(
            "LT0141 {LAND}:{at}: checklist[2].cases: the procedure has no case `đính chín`. Correct the name, or add the case under \
             `[[cases]]`."
        )]
    );
}

#[test]
fn a_case_is_to_be_named_and_there_is_none() {
    let told = told(&changed(PERMIT, "fictitious = true\n", "fictitious = true\ncase-required = true\n"));
    let at = line(PERMIT, "fictitious = true\n") + 1;
    assert_eq!(
        told,
        [format!(
            "LT0142 {PERMIT}:{at}: case-required: each dossier is to name a case, and there is none. Add its cases under `[[cases]]`, \
             or take `case-required` out."
        )]
    );
}

#[test]
fn what_is_wrong_with_a_case_and_its_process_is_told_in_its_place() {
    let twice = "name = \"đính chính\"\ntitle = \"Lần nữa\"\n\n[[cases]]\nname = \"đính chính\"\ntitle";
    let told_of = |from, to| {
        let told = told(&changed(LAND, from, to));
        assert_eq!(told.len(), 1, "{told:#?}");
        told.into_iter().next().unwrap()
    };
    let told = told_of("name = \"đính chính\"\ntitle", twice);
    assert!(told.contains("LT0139") && told.contains(": cases: `đính chính` stands there twice"), "{told}");
    let told = told_of("term = \"7 working days\"", "term = \"6 working days\"");
    let at = line(LAND, "term = \"7 working days\"");
    assert!(
        told.starts_with(&format!("LT0136 {LAND}:{at}: cases[0].term: 6 working days end before")),
        "{told}"
    );
    let told =
        told_of("kind = \"verify\"\nterm = \"4 working days\"", "kind = \"verify\"\nterm = \"4 days\"");
    let at = line(LAND, "term = \"4 working days\"");
    assert!(told.starts_with(&format!("LT0131 {LAND}:{at}: cases[0].process.steps[1].term: ")), "{told}");
    // Where no case is common and each has its own, the procedure needs no term.
    let files = changed(LAND, "term = \"13 working days\"", "case-required = true");
    assert!(Province::read(&files).is_ok(), "{:#?}", Province::read(&files).err());
}

#[test]
fn a_file_or_a_folder_that_is_not_there() {
    let files: Vec<File> = files().into_iter().filter(|(name, _)| name != "agencies.toml").collect();
    assert_eq!(
        told(&files),
        ["LT0140 agencies.toml: the province has no such file. Check the path and its permissions."]
    );
    let missing = files_of(&folder().join("nowhere")).unwrap_err();
    assert_eq!(missing.mistake.code(), "LT0140");
}

#[test]
fn what_a_procedure_and_its_process_share_is_told_once() {
    let from = told(&changed(PERMIT, "fictitious = true\n", "fictitious = true\nin-force-from = \"soon\"\n"));
    assert_eq!(from.len(), 1, "{from:#?}");
    assert!(from[0].contains("LT0131") && from[0].contains("in-force-from: "), "{}", from[0]);
    let code = told(&changed(PERMIT, "code = \"1.009974\"", "code = \"một\""));
    assert_eq!(code.len(), 1, "{code:#?}");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut files = changed(PERMIT, "to = \"H22.20\"", "to = \"H22.99\"");
    let (_, text) = files.iter_mut().find(|(name, _)| name == "procedures/food-safety.toml").unwrap();
    *text = text.replacen("term = \"15 working days\"", "term = \"soon\"", 1);
    let told = told(&files);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("building-permit.toml") && told[1].contains("food-safety.toml"), "{told:#?}");
}
