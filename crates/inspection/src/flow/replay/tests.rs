//! Histories replayed by hand, and the same by whoever plays a net out token by token.
#![allow(clippy::float_cmp, clippy::unwrap_used)]

use super::*;
use crate::flow::log::tests::log;
use crate::flow::net::tests::net;
use proptest::prelude::*;

const LINE: [&str; 3] = ["*a > b", "b > c", "c"];

fn told(history: &str) -> (u64, u64, u64, u64, u64) {
    let net = net(&LINE).unwrap();
    let one = replay(&net, &log(&[history]))[0];
    (one.produced, one.consumed, one.missing, one.remaining, one.unknown)
}

#[test]
fn what_went_as_published_fits() {
    assert_eq!(told("a b c"), (4, 4, 0, 0, 0));
    assert_eq!(told("a x b x c"), (4, 4, 0, 0, 2));
}

#[test]
fn what_was_left_out_is_missing_and_its_token_remains() {
    assert_eq!(told("a c"), (3, 3, 1, 1, 0));
    // Not begun, not ended.
    assert_eq!(told("b"), (2, 2, 2, 2, 0));
    assert_eq!(told("a"), (2, 2, 1, 1, 0));
    assert_eq!(told(""), (1, 1, 1, 1, 0));
    // Twice the end.
    assert_eq!(told("a b c c"), (5, 5, 1, 1, 0));
}

#[test]
fn fitness_is_half_of_each() {
    let one = Replayed { produced: 3, consumed: 4, missing: 1, remaining: 2, unknown: 0 };
    assert_eq!(one.fitness(), 0.5 * (1.0 - 1.0 / 4.0) + 0.5 * (1.0 - 2.0 / 3.0));
    assert_eq!(Replayed::default().fitness(), 1.0);
}

#[test]
fn many_come_to_their_mean_and_to_that_of_their_tokens() {
    let net = net(&LINE).unwrap();
    let log = log(&["a b c", "a c", "x"]);
    let all = replay(&net, &log);
    let overall = Overall::of(&all);
    assert_eq!((overall.histories, overall.fitting), (3, 1));
    assert_eq!(overall.mean_fitness, (1.0 + (1.0 - 1.0 / 3.0) + 0.0) / 3.0);
    assert_eq!(overall.log_fitness, 1.0 - 2.0 / 8.0);
    assert_eq!(unknown(&net, &log), BTreeMap::from([("x", 1)]));
    assert_eq!(Overall::of(&[]).mean_fitness, 0.0);
}

/// As a person would play it: tokens lie in places, and each is looked for.
fn played_out(net: &Net, history: &[&str]) -> Replayed {
    let mut tokens = vec![net.start()];
    let mut told = Replayed { produced: 1, ..Replayed::default() };
    let take = |tokens: &mut Vec<usize>, told: &mut Replayed, place: usize| {
        told.consumed += 1;
        match tokens.iter().position(|token| *token == place) {
            Some(at) => drop(tokens.swap_remove(at)),
            None => told.missing += 1,
        }
    };
    for activity in history {
        match net.transitions().iter().find(|step| step.name.as_str() == *activity) {
            Some(step) => {
                take(&mut tokens, &mut told, step.from);
                tokens.push(step.to);
                told.produced += 1;
            }
            None => told.unknown += 1,
        }
    }
    take(&mut tokens, &mut told, net.end());
    Replayed { remaining: tokens.len() as u64, ..told }
}

proptest! {
    /// One history after another on one replayer is each by itself: nothing is left of the one before. And tokens add up.
    #[test]
    fn nothing_is_left_for_the_next_history(histories in proptest::collection::vec(
        proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c", "d", "x"]), 0..12), 1..6,
    )) {
        let net = net(&["*a > b d", "b > c", "d > c", "c"]).unwrap();
        let texts: Vec<String> = histories.iter().map(|history| history.join(" ")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for (one, text) in replay(&net, &log(&texts)).iter().zip(&texts) {
            prop_assert_eq!(*one, replay(&net, &log(&[text]))[0]);
            prop_assert_eq!(one.produced + one.missing, one.consumed + one.remaining);
            prop_assert!((0.0..=1.0).contains(&one.fitness()));
            prop_assert_eq!(one.fits(), one.fitness() == 1.0);
        }
    }

    #[test]
    fn it_is_as_if_the_net_was_played_out(
        history in proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c", "d", "e", "x"]), 0..20),
        which in 0_usize..4,
    ) {
        let nets: [&[&str]; 4] = [
            &["*a > b", "b > c", "c > d", "d > e", "e"],
            &["*a > b c", "b > d", "c > d", "d > b c", "!e"],
            &["*a > b c", "!b > d", "!c > d", "d > b c", "e > b c"],
            &["*a > c", "*b > c", "!c > d", "d > c", "e > c"],
        ];
        let net = net(nets[which]).unwrap();
        prop_assert_eq!(replay(&net, &log(&[&history.join(" ")]))[0], played_out(&net, &history));
    }
}
