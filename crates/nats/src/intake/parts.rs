//! Answers cut to fit a message.

use lienthong_protocol::{Answer, Verdict};

/// A receipt has a proof of up to some 3 kB and a rejection in two languages: so many are well below 1 MiB.
const VERDICTS_MAX: usize = 128;

/// The same verdicts in order, few enough each; what a part leaves to the next ones counts as outstanding.
pub(super) fn split(answer: Answer) -> Vec<Answer> {
    let Answer { verdicts, outstanding } = answer;
    let mut left = verdicts.len();
    let mut parts: Vec<Answer> = Vec::new();
    let mut rest = verdicts.into_iter();
    loop {
        let verdicts: Vec<Verdict> = rest.by_ref().take(VERDICTS_MAX).collect();
        left -= verdicts.len();
        // At most the 1,000 commands of a submission.
        parts.push(Answer { verdicts, outstanding: outstanding + u32::try_from(left).unwrap_or(u32::MAX) });
        if left == 0 {
            return parts;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_protocol::{Fault, VerdictAnswer};

    fn answer(count: u32, outstanding: u32) -> Answer {
        let fault =
            Fault { code: "LT0009".to_owned(), field: String::new(), vi: String::new(), en: String::new() };
        let verdict = |index| Verdict {
            index,
            command_id: None,
            answer: VerdictAnswer::Fault(fault.clone()),
            hint: None,
        };
        Answer { verdicts: (0..count).map(verdict).collect(), outstanding }
    }

    #[test]
    fn nothing_is_lost_and_only_the_last_part_can_end() {
        for (count, outstanding) in [(0, 5), (1, 0), (128, 0), (129, 0), (1000, 0), (300, 7)] {
            let whole = answer(count, outstanding);
            let parts = split(whole.clone());
            let verdicts: Vec<Verdict> = parts.iter().flat_map(|part| part.verdicts.clone()).collect();
            assert_eq!(verdicts, whole.verdicts);
            let ends = parts.iter().filter(|part| part.outstanding == 0).count();
            assert_eq!(ends, usize::from(outstanding == 0), "{count}");
            assert_eq!(parts.last().unwrap().outstanding, outstanding);
            assert!(parts.iter().all(|part| part.verdicts.len() <= VERDICTS_MAX));
        }
    }
}
