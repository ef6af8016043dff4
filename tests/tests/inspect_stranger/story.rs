//! Stories as they are written down, read line by line:
//!
//! ```text
//! story what is done wrongly; what is done rightly beside it
//! finds RULE BROKEN DOSSIER AGENCY
//! 10-05 09:00 AGENCY/OFFICER DOSSIER command {…}          it is admitted
//! 10-05 09:00 desk 05-0902..0903 command {…} -> LT0204    it is refused; `x20`: twenty times
//! 10-06 09:00 desk 05-0902 command {…} @10-05 08:50       said to have been done then
//! ```
//!
//! A dossier `05-0901` is `H22.02-201005-0901`, and `-` none. `office` acts with the Office's key, drafted by another officer. `comes CODE`
//! is a dossier of a procedure that is registered, received and handed over; `ends` stops it at the desk.

use crate::words::written_out;
use serde_json::{Value, json};

/// The Centre, whose desk receives what these stories are about.
const DESK: &str = "H22.02/tiep-nhan";
const OFFICE: &str = "H22.01";

/// One act, and what is to come of it.
pub struct Act {
    /// `10-05 09:00`, in the province's time.
    pub at: String,
    pub agency: String,
    /// Signed with the Office's key, not with the agency's own.
    pub by_office: bool,
    pub line: Value,
    /// The code with which it is refused.
    pub refused: Option<String>,
    /// As it is written down.
    pub told: String,
}

/// Rule, the rule that said no or was broken, dossier, agency.
pub type Found = [String; 4];

/// Everything that is done, in order of time, and everything that is to be found.
pub fn read(tables: &[&str], key_id: &dyn Fn(&str) -> String) -> (Vec<Act>, Vec<Found>) {
    let (mut acts, mut found) = (Vec::new(), Vec::new());
    for line in tables.iter().flat_map(|table| table.lines()) {
        if let Some(said) = line.strip_prefix("finds ") {
            let [rule, broken, dossiers, agency] = words(said);
            let one = |dossier: String| [rule, broken, &dossier, agency].map(str::to_owned);
            found.extend(codes(dossiers).into_iter().map(one));
        } else if !line.is_empty() && !line.starts_with("story ") {
            acts.extend(acts_of(line, key_id));
        }
    }
    acts.sort_by(|one: &Act, other| one.at.cmp(&other.at));
    (acts, found)
}

fn words(said: &str) -> [&str; 4] {
    said.split(' ').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{said}"))
}

fn codes(dossiers: &str) -> Vec<String> {
    if dossiers == "-" {
        return vec![String::new()];
    }
    if dossiers.starts_with('H') {
        return vec![dossiers.to_owned()];
    }
    let (day, numbers) = dossiers.split_once('-').expect("a day and numbers");
    let (first, last) = numbers.split_once("..").unwrap_or((numbers, numbers));
    let number = |text: &str| text.parse::<u32>().expect("a number");
    (number(first)..=number(last)).map(|number| format!("H22.02-2010{day}-{number:04}")).collect()
}

fn instant(at: &str) -> String {
    format!("2020-{}:00+07:00", at.replace(' ', "T"))
}

impl Act {
    /// When, as `demo clock` reads it.
    pub fn instant(&self) -> String {
        instant(&self.at)
    }
}

fn acts_of(told: &str, key_id: &dyn Fn(&str) -> String) -> Vec<Act> {
    let (at, rest) = told.split_at("10-05 09:00".len());
    // Texts have an " x" of their own: how often is a number.
    let often = |(rest, times): (_, &str)| times.parse::<usize>().ok().map(|times| (rest, times));
    let (rest, times) = rest.rsplit_once(" x").and_then(often).unwrap_or((rest, 1));
    let (rest, refused) = rest.rsplit_once(" -> ").map_or((rest, None), |(rest, code)| (rest, Some(code)));
    let (rest, occurred) = rest.rsplit_once(" @").map_or((rest, None), |(rest, at)| (rest, Some(at)));
    let [who, dossiers, command] =
        rest.trim_start().splitn(3, ' ').collect::<Vec<_>>().try_into().expect(told);
    let (name, said) = command.split_once(' ').unwrap_or((command, ""));
    let mut acts = Vec::new();
    for dossier in codes(dossiers) {
        let mut act = |who: &str, name: &str, said: Value| {
            let by_office = who == "office";
            let (agency, officer) = who.split_once('/').unwrap_or((OFFICE, "lanh-dao"));
            let mut line = json!({ "agency": agency, "officer": officer });
            if dossier.is_empty() {
                line["draftedBy"] = json!("thu-ly");
            } else {
                line["dossier"] = json!(dossier);
            }
            if let Some(occurred) = occurred {
                line["occurredAt"] = json!(instant(occurred));
            }
            line[name] = said;
            let (at, agency, refused) = (at.to_owned(), agency.to_owned(), refused.map(str::to_owned));
            acts.push(Act { at, agency, by_office, line, refused, told: told.to_owned() });
        };
        let who = if who == "desk" { DESK } else { who };
        match name {
            "comes" => comes(said, &mut act),
            "ends" => {
                act(who, "stopDossier", json!({ "reason": "Đã xong", "law": "Nghị định 61/2018/NĐ-CP" }))
            }
            _ => {
                let said = serde_json::from_str(&written_out(said, key_id)).expect(told);
                (0..times).for_each(|_| act(who, name, Value::clone(&said)));
            }
        }
    }
    acts
}

fn comes(procedure: &str, act: &mut dyn FnMut(&str, &str, Value)) {
    act(DESK, "registerDossier", json!({ "procedure": procedure, "channel": "DESK" }));
    act(DESK, "receiveDossier", json!({ "channel": "DESK", "handedIn": ["don", "giay-to"] }));
    let competent = match procedure {
        "2.000488" => "H22.12/lanh-dao",
        "9.000102" => "H22.14/lanh-dao",
        _ => "H22.13/lanh-dao",
    };
    act(competent, "handOver", json!({ "toUnit": "chuyen-mon", "toOfficer": "thu-ly" }));
}
