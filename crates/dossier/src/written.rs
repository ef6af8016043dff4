//! Numbers and dates as people write them.

use jiff::civil::Date;

/// A number with a mark between its thousands: `24.000.000`.
#[must_use]
pub fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A sum in đồng: `24.000.000 đ`.
#[must_use]
pub fn dong(amount: u64) -> String {
    grouped(amount, '.') + " đ"
}

/// Whether a text is a date, yyyy-mm-dd.
#[must_use]
pub fn is_date(text: &str) -> bool {
    // Ten characters: the parser alone would take an instant or the short form too.
    text.len() == 10 && text.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_off() {
        assert_eq!(dong(0), "0 đ");
        assert_eq!(dong(999), "999 đ");
        assert_eq!(dong(1_000), "1.000 đ");
        assert_eq!(dong(24_000_000), "24.000.000 đ");
    }

    #[test]
    fn a_date_is_written_whole() {
        assert!(is_date("2020-02-29"));
        for no in ["", "2020-2-9", "20200229", "2021-02-29", "2020-02-29T08:00"] {
            assert!(!is_date(no), "{no}");
        }
    }
}
