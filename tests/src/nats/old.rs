//! As much of an old server as a client sees before it decides: pinned servers are new.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

/// Something that says it is a nats-server of another version, to everybody who connects, until the test program ends.
pub struct OldServer {
    url: String,
}

impl OldServer {
    /// Says that it is this version.
    pub fn start(version: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("nats://{}", listener.local_addr().expect("it listens"));
        let info = format!(
            r#"{{"server_id":"OLD","version":"{version}","headers":true,"jetstream":true,"max_payload":1048576}}"#
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let info = info.clone();
                std::thread::spawn(move || greet(stream, &info));
            }
        });
        Self { url }
    }

    /// Where clients connect.
    pub fn url(&self) -> &str {
        &self.url
    }
}

fn greet(mut stream: TcpStream, info: &str) {
    let Ok(lines) = stream.try_clone().map(BufReader::new) else { return };
    if stream.write_all(format!("INFO {info}\r\n").as_bytes()).is_err() {
        return;
    }
    for line in lines.lines().map_while(Result::ok) {
        if line.starts_with("PING") && stream.write_all(b"PONG\r\n").is_err() {
            return;
        }
    }
}
