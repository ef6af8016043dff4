//! The style sheet: text is readable on its ground, by day and by night.

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../assets/style.css");

/// Text and what it stands on: at least 4.5 to 1 (WCAG 1.4.3).
const TEXTS: [(&str, &str); 15] = [
    ("ink", "ground"),
    ("ink", "sheet"),
    ("ink", "notice"),
    ("soft", "ground"),
    ("soft", "sheet"),
    ("link", "ground"),
    ("link", "sheet"),
    ("link", "link-ground"),
    ("late", "ground"),
    ("late", "sheet"),
    ("late", "late-ground"),
    ("ink", "late-ground"),
    ("top-ink", "top"),
    ("top-soft", "top"),
    ("ink", "link-ground"),
];

/// What has to be seen and is no text: at least 3 to 1 (WCAG 1.4.11).
const SHAPES: [(&str, &str); 6] = [
    ("bar", "sheet"),
    ("bar-2", "sheet"),
    ("edge", "sheet"),
    ("edge", "ground"),
    ("focus", "sheet"),
    ("focus", "ground"),
];

/// The colours of the rule that begins at a place.
fn colours(rule: &str) -> BTreeMap<&str, [u8; 3]> {
    let body = rule.split('}').next().unwrap();
    let declared = body.split(['{', ';']).filter_map(|one| one.trim().strip_prefix("--")?.split_once(": #"));
    declared
        .map(|(name, hex)| {
            let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            (name, [part(0), part(2), part(4)])
        })
        .collect()
}

/// Relative luminance, WCAG 2.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrasts_hold_by_day_and_by_night() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01, "black on white");
    let mut rules = SHEET.split(":root").skip(1).map(colours);
    let (day, night) = (rules.next().unwrap(), rules.next().unwrap());
    assert_eq!(
        day.keys().collect::<Vec<_>>(),
        night.keys().collect::<Vec<_>>(),
        "night leaves no colour out"
    );
    for (scheme, colours) in [("day", day), ("night", night)] {
        for (pairs, least) in [(&TEXTS[..], 4.5), (&SHAPES[..], 3.0)] {
            for (front, back) in pairs {
                let found = contrast(colours[front], colours[back]);
                assert!(
                    found >= least,
                    "{scheme}: {front} on {back} is {found:.2} to 1, at least {least} is needed"
                );
            }
        }
    }
}

#[test]
fn every_colour_that_is_used_is_declared() {
    let declared = colours(SHEET.split(":root").nth(1).unwrap());
    let used = SHEET.split("var(--").skip(1).map(|rest| rest.split(')').next().unwrap());
    for name in used {
        assert!(declared.contains_key(name), "--{name} is declared nowhere");
    }
}
