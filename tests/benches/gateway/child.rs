//! A server in a process of its own, and what it takes of the machine.

use crate::{proxy, server};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::Duration;

const BE: &str = "--be";

/// A running server; it ends with this value.
pub(crate) struct Child {
    child: std::process::Child,
    pub(crate) address: SocketAddr,
}

impl Child {
    /// Starts one of a kind before an upstream.
    pub(crate) fn start(kind: &str, base_url: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([BE, kind, base_url])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            child,
            address: address.trim().parse().unwrap(),
        }
    }

    /// The processor time that it has taken, in steps of 10 ms. Linux tells it.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name, in brackets, may hold blanks; behind it the 12th and 13th words are the times.
        let words = stat.rsplit(')').next().unwrap().split_whitespace();
        let ticks: u64 = words
            .skip(11)
            .take(2)
            .map(|word| word.parse::<u64>().unwrap())
            .sum();
        Duration::from_millis(ticks * 10)
    }

    /// What it holds in memory, in bytes.
    pub(crate) fn resident(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: usize = line
            .unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .unwrap();
        kilobytes * 1024
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Whether this process is to be a server: its kind, and its upstream.
pub(crate) fn asked_to_be() -> Option<(String, String)> {
    let mut arguments = std::env::args()
        .skip_while(|argument| argument != BE)
        .skip(1);
    Some((arguments.next()?, arguments.next()?))
}

/// Serves for ever.
pub(crate) async fn be(kind: &str, base_url: &str) {
    if kind == proxy::KIND {
        proxy::serve(base_url).await;
    } else {
        server::serve(base_url).await;
    }
}
