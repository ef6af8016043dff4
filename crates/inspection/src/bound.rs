//! What a count of some says of all: a rate with its interval, exactly (Clopper and Pearson), and never a percentage of nothing.
//!
//! Of 60 that were drawn none lay outside: that does not show that none of all does. What it shows is a bound: if more than 4.9% of all lay
//! outside, so lucky a draw would come about less than once in twenty (DOMAIN section 9, coverage).

use crate::attribution::spelled::Both;
use lienthong_dossier::grouped;

/// How sure a bound is.
pub const LEVEL: f64 = 0.95;

/// Between what and what a rate lies, both between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// Between what and what the rate lies of which so many of so many were found, two-sided, at [`LEVEL`]; `None` of nothing, and where more
/// were found than there are.
#[must_use]
pub fn interval(found: u64, of: u64) -> Option<Interval> {
    let tail = (1.0 - LEVEL) / 2.0;
    let low = if found == 0 { 0.0 } else { quantile(tail, found, of.checked_sub(found)?.checked_add(1)?) };
    Some(Interval { low, high: upper(found, of, tail)? })
}

/// How high the rate may be at most of which so many of so many were found, one-sided, at [`LEVEL`]; `None` of nothing, and where more were
/// found than there are.
#[must_use]
pub fn at_most(found: u64, of: u64) -> Option<f64> {
    upper(found, of, 1.0 - LEVEL)
}

/// The rate at which so few would be found with this chance.
fn upper(found: u64, of: u64, chance: f64) -> Option<f64> {
    let rest = of.checked_sub(found).filter(|_| of > 0)?;
    Some(match (found, rest) {
        (_, 0) => 1.0,
        (0, all) => 1.0 - chance.powf(1.0 / real(all)),
        (found, rest) => quantile(1.0 - chance, found.checked_add(1)?, rest),
    })
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Drawn by chance.
    Drawn,
    /// Dossiers drawn by chance, of which inspection found something in so many.
    Found,
    /// Every row of a register.
    Rows,
}

/// So many of so many lie outside, with what that says, in words; `-` of nothing.
#[must_use]
pub fn told(outside: u64, of: u64, what: Counted) -> Both {
    let (Some(most), Some(between)) = (at_most(outside, of), interval(outside, of)) else {
        return Both { vi: "-".to_owned(), en: "-".to_owned() };
    };
    let (vi, en) = match what {
        Counted::Drawn => ("số được rút nằm ngoài", "drawn outside"),
        Counted::Found => ("hồ sơ được rút có phát hiện", "drawn dossiers with a finding"),
        Counted::Rows => ("dòng nằm ngoài", "rows outside"),
    };
    let vi = format!("{} trong {} {vi}", grouped(outside, '.'), grouped(of, '.'));
    let en = format!("{} of {} {en}", grouped(outside, ','), grouped(of, ','));
    let (most, sure) = (percent(most, Round::Up), percent(LEVEL, Round::Down));
    if outside == 0 {
        return Both {
            vi: format!("{vi}, nên nhiều nhất {} ({})", comma(&most), comma(&sure)),
            en: format!("{en}, so at most {most} ({sure})"),
        };
    }
    let rate = percent(real(outside) / real(of), Round::Near);
    let (low, high) = (percent(between.low, Round::Down), percent(between.high, Round::Up));
    Both {
        vi: format!("{vi}: {}, từ {} đến {} ({})", comma(&rate), comma(&low), comma(&high), comma(&sure)),
        en: format!("{en}: {rate}, between {low} and {high} ({sure})"),
    }
}

/// Which way what does not fit into the digits goes: a bound never says more than was found.
#[derive(Clone, Copy)]
enum Round {
    Up,
    Down,
    Near,
}

/// `4.9%`, with a digit behind the point, and more where that would be nothing; a whole number of per cent without.
fn percent(part: f64, round: Round) -> String {
    let part = part * 100.0;
    let digits = (1..6).find(|digits| part * ten_to(*digits) >= 1.0).unwrap_or(1);
    let scaled = part * ten_to(digits);
    // What is a whole number but for the last bits of the machine's own arithmetic stays one.
    let near = scaled.round();
    let is_whole = (scaled - near).abs() < 1e-9 * near.max(1.0);
    let rounded = match round {
        _ if is_whole => near,
        Round::Up => scaled.ceil(),
        Round::Down => scaled.floor(),
        Round::Near => near,
    };
    let text = format!("{:.*}", digits as usize, rounded / ten_to(digits));
    let text = if text.ends_with(".0") { text.trim_end_matches(".0") } else { &text };
    format!("{text}%")
}

fn ten_to(digits: i32) -> f64 {
    10_f64.powi(digits)
}

fn comma(number: &str) -> String {
    number.replace('.', ",")
}

/// Counts are far below what a double holds exactly.
#[allow(clippy::cast_precision_loss)]
const fn real(count: u64) -> f64 {
    count as f64
}

/// The value below which a beta-distributed one lies with this chance: what makes the interval exact.
fn quantile(chance: f64, a: u64, b: u64) -> f64 {
    let (a, b) = (real(a), real(b));
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // Half of what is left each time, down to what a double can tell apart.
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if beta_below(middle, a, b) < chance { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function, by its continued fraction.
fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    // The fraction converges on this side of the mean; the other side is what is left.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_below(1.0 - x, b, a);
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    front.exp() * fraction(x, a, b) / a
}

/// Lentz's way to take a continued fraction from its front.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / kept(1.0 - (a + b) * x / (a + 1.0)));
    let mut all = d;
    for m in 1..10_000_u32 {
        let m = f64::from(m);
        let (even, odd) = (
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        );
        let mut by = 1.0;
        for step in [even, odd] {
            d = 1.0 / kept(1.0 + step * d);
            c = kept(1.0 + step / c);
            by = d * c;
            all *= by;
        }
        if (by - 1.0).abs() < 1e-15 {
            break;
        }
    }
    all
}

/// The logarithm of the gamma function, by Stirling's series where that is exact to the last bits.
fn ln_gamma(x: f64) -> f64 {
    // Gamma(x) = Gamma(x + 1) / x leads there from below.
    let (mut x, mut below) = (x, 0.0);
    while x < 15.0 {
        below += x.ln();
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - below
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 5e-5
    }

    #[test]
    fn what_is_known_of_them_comes_out() {
        // Clopper and Pearson's limits as tables and other programs give them.
        for (found, of, low, high) in [
            (0, 10, 0.0, 0.3085),
            (1, 10, 0.0025, 0.4450),
            (5, 10, 0.1871, 0.8129),
            (10, 10, 0.6915, 1.0),
            (10, 100, 0.0490, 0.1762),
            (5, 50, 0.0333, 0.2181),
        ] {
            let told = interval(found, of).unwrap();
            assert!(near(told.low, low) && near(told.high, high), "{found} of {of}: {told:?}");
        }
        assert!(near(at_most(0, 60).unwrap(), 0.0487));
        assert!(
            near(at_most(0, 299).unwrap(), 0.009_97),
            "fewer than 299 do not show less than one per cent"
        );
        assert_eq!(at_most(3, 3), Some(1.0));
        assert_eq!((interval(0, 0), at_most(0, 0), interval(2, 1), at_most(2, 1)), (None, None, None, None));
    }

    #[test]
    fn it_is_told_as_the_coverage_page_tells_it() {
        let en = |outside, of| told(outside, of, Counted::Drawn).en;
        assert_eq!(en(0, 60), "0 of 60 drawn outside, so at most 4.9% (95%)");
        assert_eq!(en(0, 0), "-");
        assert_eq!(en(5, 50), "5 of 50 drawn outside: 10%, between 3.3% and 21.9% (95%)");
        assert_eq!(en(1, 1), "1 of 1 drawn outside: 100%, between 2.5% and 100% (95%)");
        let rows = told(0, 1_000_000, Counted::Rows);
        assert_eq!(rows.en, "0 of 1,000,000 rows outside, so at most 0.0003% (95%)");
        assert_eq!(rows.vi, "0 trong 1.000.000 dòng nằm ngoài, nên nhiều nhất 0,0003% (95%)");
    }

    /// The chance that so few of so many are found at a rate: every term of the binomial distribution, one from the other, by their logarithms,
    /// since the first may be smaller than any double.
    fn chance_of_at_most(found: u64, of: u64, rate: f64) -> f64 {
        let mut term = real(of) * (-rate).ln_1p();
        let mut sum = term.exp();
        for k in 1..=found {
            term += (real(of - k + 1) / real(k)).ln() + rate.ln() - (-rate).ln_1p();
            sum += term.exp();
        }
        sum
    }

    proptest! {
        #[test]
        fn a_bound_is_where_the_chance_is_what_was_asked((of, found) in (2_u64..400).prop_flat_map(|of| (Just(of), 0..of))) {
            let between = interval(found, of).unwrap();
            let most = at_most(found, of).unwrap();
            prop_assert!((chance_of_at_most(found, of, most) - 0.05).abs() < 1e-6);
            prop_assert!((chance_of_at_most(found, of, between.high) - 0.025).abs() < 1e-6);
            if found > 0 {
                prop_assert!((chance_of_at_most(found - 1, of, between.low) - 0.975).abs() < 1e-6);
            }
            let rate = real(found) / real(of);
            prop_assert!(between.low <= rate && rate <= most && most <= between.high);
            // Seen from the other side it is the same.
            let other = interval(of - found, of).unwrap();
            prop_assert!((between.low - (1.0 - other.high)).abs() < 1e-9 && (between.high - (1.0 - other.low)).abs() < 1e-9);
        }

        #[test]
        fn more_looked_at_without_a_find_says_more(of in 1_u64..2_000_000) {
            let (less, more) = (at_most(0, of).unwrap(), at_most(0, of + 1).unwrap());
            prop_assert!(0.0 < more && more < less && less <= 0.95 + 1e-12);
            prop_assert!(at_most(1, of + 1).unwrap() > more);
        }
    }
}
