//! Ports nobody uses.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the range from which systems take ports of outgoing connections: a port found free here stays free until the
/// program that asked for it listens, also when a server is killed and started again on it.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

/// A free port on 127.0.0.1, different at each call in this process, and most likely in others.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test programs that run at the same time start far apart.
    let start =
        u16::try_from(std::process::id() % u32::from(COUNT) * 61 % u32::from(COUNT)).unwrap_or_default();
    for _ in 0..COUNT {
        let step = NEXT.fetch_add(1, Ordering::Relaxed) % COUNT;
        let port = FIRST + (start + step) % COUNT;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free between {FIRST} and {}", FIRST + COUNT - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_not_given_out() {
        let held = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let first = held.local_addr().unwrap().port();
        assert!((0..10).all(|_| free_port() != first));
        drop(held);
    }
}
