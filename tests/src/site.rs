//! What a figure was measured on: without it nobody can compare two of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::workspace;

/// Commit, compiler and machine, with the file system that a directory lies on. What cannot be learnt is null.
pub fn describe(directory: &Path) -> io::Result<Value> {
    let directory = directory.canonicalize()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let cores = std::thread::available_parallelism()?.get();
    let commit = said_by("git", &["rev-parse", "HEAD"]);
    Ok(json!({
        "changed_since_commit": commit.as_ref().and_then(|_| said_by("git", &["status", "--porcelain"])).map(|s| !s.is_empty()),
        "commit": commit,
        "profile": if cfg!(debug_assertions) { "dev" } else { "release" },
        "rustc": said_by("rustc", &["--version"]),
        "machine": {
            "cpu": fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| cpu_model(&text)),
            "cores": cores,
            "kernel": fs::read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| text.trim().to_owned()),
            "filesystem": file_system(&mounts, &directory),
        },
    }))
}

/// The processor's name in the text of `/proc/cpuinfo`.
fn cpu_model(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The type of the file system that holds a directory, by the text of `/proc/self/mountinfo`.
fn file_system(mounts: &str, directory: &Path) -> Option<String> {
    let mount = |line: &str| {
        let (place, system) = line.split_once(" - ")?;
        let at = PathBuf::from(place.split(' ').nth(4)?);
        Some((at, system.split(' ').next()?.to_owned()))
    };
    let holding = mounts.lines().filter_map(mount).filter(|(at, _)| directory.starts_with(at));
    // The deepest one; of two in the same place the later, which covers the other.
    holding.max_by_key(|(at, _)| at.components().count()).map(|(_, system)| system)
}

/// What a program prints in the root of the repository, if it succeeds.
fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(workspace::root()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Processor time of this process and its ended children, from an instant on.
#[derive(Debug)]
pub struct CpuClock(Option<f64>);

impl CpuClock {
    /// From now on.
    pub fn start() -> Self {
        Self(cpu_seconds())
    }

    /// Used since, to a hundredth of a second; `None` where the system does not tell.
    pub fn seconds(&self) -> Option<f64> {
        Some(cpu_seconds()? - self.0?)
    }
}

fn cpu_seconds() -> Option<f64> {
    seconds_of_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

fn seconds_of_stat(stat: &str) -> Option<f64> {
    /// Of every Linux, as user programs see it.
    const TICKS_A_SECOND: f64 = 100.0;
    // The program's name, in brackets, may hold anything; utime, stime, cutime and cstime are fields 14 to 17.
    let fields = stat.rsplit_once(") ")?.1.split(' ').skip(11).take(4);
    let ticks: Vec<u64> = fields.map(str::parse).collect::<Result<_, _>>().ok()?;
    (ticks.len() == 4).then(|| ticks.iter().sum::<u64>() as f64 / TICKS_A_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processors_name_is_found() {
        assert_eq!(
            cpu_model("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n"),
            Some("Some CPU @ 2 GHz".into())
        );
        assert_eq!(cpu_model("processor\t: 0\n"), None);
    }

    #[test]
    fn the_deepest_mount_holds_a_directory() {
        let mounts = "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
                      23 27 0:22 / /tmp rw - tmpfs tmpfs rw\n\
                      29 27 0:30 / /home/a rw master:1 - xfs /dev/vdb rw\n";
        let holds = |path| file_system(mounts, Path::new(path));
        assert_eq!(holds("/work"), Some("ext4".into()));
        assert_eq!(holds("/tmp/bench"), Some("tmpfs".into()));
        assert_eq!(holds("/tmpother"), Some("ext4".into()));
        assert_eq!(holds("/home/a/b/c"), Some("xfs".into()));
    }

    #[test]
    fn processor_time_is_read_whatever_the_programs_name() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 0 0 150 25 300 25 20 0 3 0 55 1 1";
        assert_eq!(seconds_of_stat(stat), Some(5.0));
        assert!(cpu_seconds().is_some());
    }
}
