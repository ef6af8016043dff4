//! Disks that fill up: a command run while a directory is a file system of a few pages, or while no file may grow.
//!
//! Also: a command that permissions bind, whoever runs the test.
//!
//! A file system of its own needs a mount, in a namespace that nobody else sees; not every machine lets everybody do that. A
//! limit on the size of files is there on all of them, and fails at the same calls. Tests use both.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::{Finished, temp_dir};

/// Mounts `$1`-optioned memory on the directory `$2`, over what lies there and with it in, runs the rest, and puts what the
/// full disk holds then in the directory's place: as if there was room now.
const ON_SMALL_DISK: &str = r#"
options=$1; at=$2; shift 2
cp -a "$at" "$at.apart" && mount -t tmpfs -o "$options" none "$at" && cp -a "$at.apart/." "$at/" || exit 90
rm -r "$at.apart"
timeout -k 1 100 "$@"
code=$?
cp -a "$at" "$at.apart" && umount "$at" && rm -rf "$at" && mv "$at.apart" "$at" || exit 91
exit $code
"#;

/// The command while `at`, a directory, is a file system mounted with these tmpfs options, e.g. `size=64k`. Afterwards the
/// same files lie in `at` on the disk that was there before. `None`, and said so, where the machine lets us mount nothing.
pub fn on_small_disk(at: &Path, options: &str, command: &Command) -> Option<Command> {
    let namespace = namespace()?;
    let mut wrapped = Command::new("unshare");
    wrapped.args(namespace).args(["sh", "-c", ON_SMALL_DISK, "sh", options]).arg(at);
    wrapped.arg(command.get_program()).args(command.get_args());
    Some(wrapped)
}

/// Runs the command while no file of its may grow beyond so many bytes; what it says goes into no file.
pub fn run_with_small_files(bytes: u64, command: &Command) -> Finished {
    let limited = with_small_files(bytes, command);
    let mut wrapped = Command::new("timeout");
    wrapped.args(["-k", "1", "100"]).arg(limited.get_program()).args(limited.get_args());
    let output = wrapped.output().unwrap_or_else(|e| panic!("cannot start {wrapped:?}: {e}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Finished { status: output.status, stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// The command while no file of its may grow beyond so many bytes, its output included; it is told so as by a full disk.
pub fn with_small_files(bytes: u64, command: &Command) -> Command {
    let mut wrapped = Command::new("prlimit");
    // Without the trap the system would end it with a signal.
    wrapped.arg(format!("--fsize={bytes}:{bytes}")).args(["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    wrapped.arg(command.get_program()).args(command.get_args());
    wrapped
}

/// The command as somebody runs it whom the system asks for permissions. They do not bind root, unless it gives that up.
pub fn bound_by_permissions(command: &Command) -> Command {
    let id = Command::new("id").arg("-u").output().expect("id(1) exists");
    let mut wrapped = if id.stdout.trim_ascii() == b"0" {
        let mut without = Command::new("setpriv");
        without.arg("--bounding-set=-dac_override,-dac_read_search").arg(command.get_program());
        without
    } else {
        Command::new(command.get_program())
    };
    wrapped.args(command.get_args());
    wrapped
}

/// How this machine lets us mount: as root, or as root of a user namespace.
fn namespace() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    static WAY: OnceLock<Option<&'static [&'static str]>> = OnceLock::new();
    *WAY.get_or_init(|| {
        let way = WAYS.into_iter().find(|way| can_mount(way));
        if way.is_none() {
            eprintln!("nothing can be mounted here: full disks are tested by the limit on files alone");
        }
        way
    })
}

fn can_mount(way: &[&str]) -> bool {
    let directory = temp_dir();
    let mut tried = Command::new("unshare");
    tried.args(way).args(["mount", "-t", "tmpfs", "-o", "size=64k", "none"]).arg(directory.path());
    tried.output().is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run_within;
    use std::fs;
    use std::time::Duration;

    const LIMIT: Duration = Duration::from_secs(20);

    fn shell(script: &str, at: &Path) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(at);
        command
    }

    #[test]
    fn a_small_disk_is_full_and_what_was_on_it_stays() {
        let place = temp_dir();
        let at = place.path().join("at");
        fs::create_dir(&at).unwrap();
        fs::write(at.join("before"), "kept").unwrap();
        let fill = shell("cat \"$1/before\"; head -c 100000 /dev/zero > \"$1/after\"", &at);
        let Some(mut command) = on_small_disk(&at, "size=64k", &fill) else { return };
        let finished = run_within(&mut command, LIMIT).expect_code(1);
        assert!(finished.stderr.contains("No space left"), "{finished:?}");
        assert_eq!(finished.stdout, "kept");
        assert_eq!(fs::read_to_string(at.join("before")).unwrap(), "kept");
        assert_eq!(fs::metadata(at.join("after")).unwrap().len(), 60 * 1024, "one page was taken already");
    }

    #[test]
    fn permissions_bind_whoever_runs_the_test() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = temp_dir();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let write = shell("echo x > \"$1/file\" || echo told", place.path());
        let finished = run_within(&mut bound_by_permissions(&write), LIMIT).expect_code(0);
        assert_eq!(finished.stdout, "told\n", "{finished:?}");
    }

    #[test]
    fn a_small_file_is_full_and_nobody_is_ended_for_it() {
        let place = temp_dir();
        let write = shell("head -c 100000 /dev/zero > \"$1/file\" || echo told", place.path());
        let finished = run_within(&mut with_small_files(5000, &write), LIMIT).expect_code(0);
        assert_eq!(finished.stdout, "told\n", "{finished:?}");
        assert_eq!(fs::metadata(place.path().join("file")).unwrap().len(), 5000);
    }
}
