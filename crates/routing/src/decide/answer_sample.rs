//! `AnswerSample`: an agency shows papers whose numbers were drawn.

use super::declare::own_words;
use crate::grounds::{ANSWERED_SAMPLE, NOT_DRAWN, NOTHING_SHOWN, R12_ACTOR};
use crate::rules::r18_ahead;
use jiff::civil::Date;
use lienthong_dossier::{Books, BooksCommandKind, BooksEvent, Check, Refusals, SampleAnswer};
use lienthong_names::{Act, Refusal};
use lienthong_service::Facts;
use std::collections::BTreeSet;

/// Of whichever declaration of the day a number was drawn, it is answered once. A dossier that it concerns after all need not be known here,
/// as with what is declared (decision 0013): that none has it is what is looked for.
pub(crate) fn decide(
    books: &Books,
    (day, answers): (Date, &[SampleAnswer]),
    act: &Act,
    facts: &Facts<'_>,
) -> Check<BooksEvent> {
    let mut no = Refusals::new();
    no.extend(facts.refuse_actor(act, BooksCommandKind::AnswerSample.as_str(), R12_ACTOR.code));
    no.ask(own_words(facts, act));
    no.ask(r18_ahead::check(facts, "occurred_at", act.occurred_at));
    if answers.is_empty() {
        no.ask(NOTHING_SHOWN.refuse::<()>("answers", "chưa trả lời số nào", "no number is answered"));
    }
    let mut said = BTreeSet::new();
    for (at, answer) in answers.iter().enumerate() {
        let twice = !said.insert(&answer.of);
        no.extend(of_number(books, day, answer, twice, &format!("answers[{at}]")).into_iter().collect());
        if answer.subject.trim().is_empty() {
            no.ask(NOTHING_SHOWN.refuse::<()>(
                &format!("answers[{at}].subject"),
                format!("số {} chưa có trích yếu", answer.of.number),
                format!("number {} is shown without its subject", answer.of.number),
            ));
        }
    }
    no.settle()?;
    Ok(BooksEvent::SampleAnswered { day, answers: answers.to_vec() })
}

fn of_number(books: &Books, day: Date, answer: &SampleAnswer, twice: bool, field: &str) -> Option<Refusal> {
    let number = answer.of.number;
    let Some(answered) = books.sample(day).and_then(|sample| sample.drawn.get(&answer.of)) else {
        return Some(NOT_DRAWN.refusal(
            field,
            format!("số {number} của sổ này ngày {day} không được rút"),
            format!("number {number} of this book of {day} was not drawn"),
        ));
    };
    (*answered || twice).then(|| {
        ANSWERED_SAMPLE.refusal(
            field,
            format!("số {number} của sổ này ngày {day} đã được trả lời"),
            format!("number {number} of this book of {day} was answered"),
        )
    })
}
