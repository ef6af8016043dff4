//! The rules, told and held to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod histories;
mod told;

use lienthong_scenario::Playbook;

/// Every file under `scenarios/`.
pub fn playbook() -> Playbook {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut playbook = Playbook::default();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "scenario")) {
        let name = file.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(file).unwrap();
        playbook.add(&name, &text).unwrap_or_else(|failure| panic!("{failure}"));
    }
    playbook
}
