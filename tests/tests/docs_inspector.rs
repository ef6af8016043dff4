//! The inspector's page says what the commands say: each line that begins with `$` is run on the demonstration's province, and what stands below it
//! has to come out.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::start;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{copy_directory, lienthong, temp_dir, workspace};
use std::fs;
use std::time::Duration;

/// A command of the page, and what the page says comes of it.
fn told() -> Vec<(String, String)> {
    let page = fs::read_to_string(workspace::root().join("docs/inspector.md")).unwrap();
    let blocks = page.split("```\n$ ").skip(1);
    let block = |text: &str| {
        let (command, rest) = text.split_once('\n').unwrap();
        (command.to_owned(), rest.split("```").next().unwrap().to_owned())
    };
    blocks.map(block).collect()
}

/// What differs from province to province, since each has keys of its own and two services write at once, is left out: the numbers of records, hashes,
/// keys; and so the width of columns.
fn alike(text: &str) -> String {
    let mut alike = String::new();
    for line in text.lines() {
        let words = line.split_whitespace().enumerate().map(|(place, word)| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let is_number = place == 0 && bare.chars().all(|c| c.is_ascii_digit()) && !bare.is_empty();
            let is_record = bare.starts_with("H22/") && bare.contains(':');
            let is_hash = bare.len() == 64 && bare.chars().all(|c| c.is_ascii_hexdigit());
            let is_key = bare.starts_with("H22/") && bare.contains('+');
            if is_number || is_record || is_hash || is_key { "…" } else { word }
        });
        alike.push_str(&words.collect::<Vec<_>>().join(" "));
        alike.push('\n');
    }
    alike
}

#[test]
fn the_page_for_inspectors_is_what_is_seen() {
    let dir = temp_dir();
    let (mut demo, _) = start(&dir.path().join("province"), &["--days", "30", "--seed", "7", "--pace", "1"]);
    demo.end("INT", Duration::from_secs(60));
    fs::create_dir(dir.path().join("stick")).unwrap();
    copy_directory(&workspace::root().join("deploy/registers"), &dir.path().join("deploy/registers"));
    let told = told();
    assert!(told.len() >= 7, "the page shows what is seen");
    for (command, says) in told {
        // What the reader has before anything is run.
        if let Some(file) = command.strip_prefix("cat ") {
            fs::write(dir.path().join(file), says).unwrap();
            continue;
        }
        // Its answer is "no", since the page shows what is found.
        let exit = i32::from(command.starts_with("lienthong reconcile"));
        let words = command.strip_prefix("lienthong ").unwrap().split(' ');
        let came = lienthong(words).current_dir(dir.path()).finish(exit).stdout;
        assert_eq!(alike(&came), alike(&says), "{command}");
    }
}
