//! A process drawn with characters: each step below the one before, ways that go elsewhere beside it.

use lienthong_gateway::answers::ProcessShown;
use lienthong_gateway::pages::told;
use lienthong_gateway::words::Words;

/// The drawing, one line a line.
#[must_use]
pub fn text(process: &ProcessShown, w: &Words) -> String {
    let (begin, end) = (w.t("procedure.begin"), w.t("procedure.end"));
    let name = |n: usize| process.steps.get(n).map(|step| format!("{}. {}", n + 1, step.id));
    let width = (0..process.steps.len()).filter_map(name).map(|name| name.chars().count()).max().unwrap_or(0);
    let mut lines = vec![format!("( {begin} )")];
    let starts = (0..process.steps.len()).filter(|n| process.steps[*n].starts).collect::<Vec<_>>();
    ways(&mut lines, None, &starts, false, &name, end);
    for (n, step) in process.steps.iter().enumerate() {
        let named = name(n).unwrap_or_default();
        let pad = " ".repeat(width.saturating_sub(named.chars().count()));
        lines.push(format!("{named}{pad}  {}", told::step(step, w)));
        let next = step.next.iter().filter_map(|id| process.steps.iter().position(|other| other.id == *id));
        let next: Vec<usize> = next.collect();
        // The end stands below the last one.
        let is_last = n + 1 == process.steps.len();
        let next = if step.ends && is_last { [&[n + 1], next.as_slice()].concat() } else { next };
        ways(&mut lines, Some(n), &next, step.ends && !is_last, &name, end);
    }
    lines.push(format!("( {end} )"));
    if !process.legs.is_empty() {
        lines.push(String::new());
        lines.push(format!("{}:", w.t("procedure.legs")));
        lines.extend(process.legs.iter().map(|leg| format!("  ⇢ {}", told::leg(leg, w))));
    }
    lines.join("\n") + "\n"
}

/// What leads on from a step, or from the beginning: down to the next one, or elsewhere.
fn ways(
    lines: &mut Vec<String>,
    from: Option<usize>,
    next: &[usize],
    ends: bool,
    name: &impl Fn(usize) -> Option<String>,
    end: &str,
) {
    let below = from.map_or(0, |from| from + 1);
    let goes_down = next.contains(&below);
    for to in next.iter().filter(|to| **to != below) {
        let mark = if from.is_some_and(|from| *to <= from) { "↩" } else { "▶" };
        lines.push(format!("   ├─{mark} {}", name(*to).unwrap_or_default()));
    }
    if ends {
        lines.push(format!("   ├─▶ {end}"));
    }
    if goes_down {
        lines.push("   │".to_owned());
        lines.push("   ▼".to_owned());
    } else {
        lines.push(String::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lienthong_gateway::answers::{LegShown, StepShown};
    use lienthong_gateway::words::Lang;

    #[test]
    fn a_process_reads_from_its_beginning_to_its_end() {
        let step = |id: &str, starts, ends, next: &[&str]| StepShown {
            id: id.to_owned(),
            kind: "verify".to_owned(),
            place: "agency".to_owned(),
            starts,
            ends,
            next: next.iter().map(|next| (*next).to_owned()).collect(),
            ..StepShown::default()
        };
        let leg = LegShown { purpose: "opinion".to_owned(), outside_term: true, ..LegShown::default() };
        let process = ProcessShown {
            steps: vec![
                step("one", true, false, &["two", "last"]),
                step("two", true, true, &["one"]),
                step("last", false, true, &[]),
            ],
            legs: vec![leg],
            ..ProcessShown::default()
        };
        let expected = "\
( Begin )
   ├─▶ 2. two
   │
   ▼
1. one   Verify · at the agency
   ├─▶ 3. last
   │
   ▼
2. two   Verify · at the agency
   ├─↩ 1. one
   ├─▶ End

3. last  Verify · at the agency
   │
   ▼
( End )

Sent to other agencies:
  ⇢ Opinion · any agency · outside the dossier's term
";
        assert_eq!(text(&process, &Words::new(Lang::En)), expected);
    }
}
