//! Running programs as a person would, but never for longer than a limit and never left behind.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{temp_dir, workspace};

/// How long [`run`] waits.
const LIMIT: Duration = Duration::from_secs(60);

/// The binary under test: `LIENTHONG_BIN`, else the one that cargo built in the same profile as the tests.
pub fn lienthong_bin() -> PathBuf {
    let path = std::env::var_os("LIENTHONG_BIN")
        .map_or_else(|| workspace::target().join("debug/lienthong"), PathBuf::from);
    assert!(
        path.exists(),
        "{} is missing: run `cargo build -p lienthong`, or set LIENTHONG_BIN",
        path.display()
    );
    path
}

/// A command of the binary under test.
pub fn lienthong<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(lienthong_bin());
    command.args(arguments);
    command
}

/// Runs `lienthong ARGUMENTS…` to its end, for a minute at most.
pub fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Finished {
    run_within(&mut lienthong(arguments), LIMIT)
}

/// Runs a command to its end; one that takes longer than `limit` is killed and the test fails with what it printed.
pub fn run_within(command: &mut Command, limit: Duration) -> Finished {
    let mut program = Background::spawn(command);
    match program.wait(limit) {
        Some(status) => Finished { status, stdout: program.stdout(), stderr: program.stderr() },
        None => panic!(
            "{command:?} still ran after {limit:?}\nstdout: {}\nstderr: {}",
            program.stdout(),
            program.stderr()
        ),
    }
}

/// What a program said, and how it ended.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub status: ExitStatus,
    /// All of its standard output.
    pub stdout: String,
    /// All of its standard error.
    pub stderr: String,
}

impl Finished {
    /// The exit code; -1 if a signal ended it.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or(-1)
    }

    /// Itself, if the program ended with `code`; the test fails with everything it printed if not.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert!(self.code() == code, "ended with {}, not {code}: {self:#?}", self.status);
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("stdout is no JSON value ({e}): {self:#?}"))
    }
}

/// A program that runs beside the test. Its output goes to files, so that it never waits for a reader. Dropping kills.
#[derive(Debug)]
pub struct Background {
    child: Child,
    output: tempfile::TempDir,
}

impl Background {
    /// Starts the command.
    pub fn spawn(command: &mut Command) -> Self {
        let output = temp_dir();
        let file = |name| File::create(output.path().join(name)).expect("a file for output");
        command.stdin(Stdio::null()).stdout(file("stdout")).stderr(file("stderr"));
        let child = command.spawn().unwrap_or_else(|e| panic!("cannot start {command:?}: {e}"));
        Self { child, output }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has written to stdout so far.
    pub fn stdout(&self) -> String {
        read(&self.output.path().join("stdout"))
    }

    /// What it has written to stderr so far.
    pub fn stderr(&self) -> String {
        read(&self.output.path().join("stderr"))
    }

    /// How it ended, if it does within `limit`.
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let started = Instant::now();
        loop {
            match self.child.try_wait().expect("a child can be waited for") {
                Some(status) => return Some(status),
                None if started.elapsed() > limit => return None,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    /// Waits until `text` stands in what it printed, on stdout or stderr; the test fails if it does not within `limit`.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str, limit: Duration) {
        let said = |program: &Self| program.stdout().contains(text) || program.stderr().contains(text);
        self.wait_until(&format!("{text:?} is said"), limit, said);
    }

    /// Waits until `what` is so; the test fails if it is not within `limit`, or when the program has ended.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, limit: Duration, mut is_so: impl FnMut(&Self) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            let ended = self.child.try_wait().expect("a child can be waited for");
            assert!(
                ended.is_none() && started.elapsed() < limit,
                "not within {limit:?}: {what} (ended: {ended:?})\nstdout: {}\nstderr: {}",
                self.stdout(),
                self.stderr()
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Asks it to end, by a signal as [`signal`](Self::signal) sends it; the test fails if it does not end well within `limit`.
    #[track_caller]
    pub fn end(&mut self, signal: &str, limit: Duration) {
        self.signal(signal);
        let ended = self.wait(limit);
        assert!(
            ended.is_some_and(|status| status.success()),
            "asked to end by {signal}: {ended:?}\nstdout: {}\nstderr: {}",
            self.stdout(),
            self.stderr()
        );
    }

    /// `kill -9`: no time to write anything.
    pub fn kill(&mut self) {
        // Already ended is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Sends a signal by name, such as `TERM` or `INT`.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().expect("kill(1) exists");
        assert!(sent.success(), "cannot send {name} to process {id}");
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.kill();
    }
}

fn read(path: &Path) -> String {
    fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_finished_program_gives_its_code_and_both_streams() {
        let finished =
            run_within(&mut shell("echo '{\"n\":1}'; echo aside >&2; exit 3"), LIMIT).expect_code(3);
        assert_eq!(finished.json()["n"], 1);
        assert_eq!(finished.stderr, "aside\n");
    }

    #[test]
    #[should_panic(expected = "still ran after")]
    fn a_program_that_hangs_fails_the_test() {
        run_within(&mut shell("exec sleep 30"), Duration::from_millis(50));
    }

    #[test]
    fn a_background_program_is_seen_printing_and_dies_with_its_handle() {
        let mut program = Background::spawn(&mut shell("echo ready; exec sleep 30"));
        program.wait_for("ready", LIMIT);
        let id = program.id();
        drop(program);
        assert!(!Path::new(&format!("/proc/{id}")).exists());
    }
}
