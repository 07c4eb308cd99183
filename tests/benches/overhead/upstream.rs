//! The upstream: another process, which answers a prompt such as `200 10000` with 200 tokens, 10,000 µs apart.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const SERVE: &str = "--serve";

/// A running upstream; it ends with this value.
pub(crate) struct Upstream {
    child: Child,
    pub(crate) base_url: String,
}

impl Upstream {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(SERVE)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            child,
            base_url: format!("http://{}/compatible-mode/v1", address.trim()),
        }
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Whether this process is to be the upstream, and where.
pub(crate) fn asked_to_serve() -> Option<String> {
    std::env::args()
        .any(|argument| argument == SERVE)
        .then(|| "127.0.0.1:0".to_owned())
}

pub(crate) fn serve(address: &str) {
    let listener = TcpListener::bind(address).unwrap();
    println!("{}", listener.local_addr().unwrap());
    for connection in listener.incoming().flatten() {
        std::thread::spawn(move || while answer(&connection).is_some() {});
    }
}

/// Answers one request; `None` when the client has left.
fn answer(mut connection: &TcpStream) -> Option<()> {
    connection.set_nodelay(true).ok()?;
    let prompt = prompt(connection)?;
    let (tokens, pace) = prompt.split_once(' ')?;
    let (tokens, pace): (usize, u64) = (tokens.parse().ok()?, pace.parse().ok()?);
    connection
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        .ok()?;
    for _ in 0..tokens {
        write_chunk(
            connection,
            &format!("data: {}\n\n", chunk(r#""content":" token""#, "null")),
        )?;
        if pace > 0 {
            std::thread::sleep(Duration::from_micros(pace));
        }
    }
    write_chunk(
        connection,
        &format!("data: {}\n\n", chunk(r#""content":"""#, r#""stop""#)),
    )?;
    write_chunk(connection, "data: [DONE]\n\n")?;
    connection.write_all(b"0\r\n\r\n").ok()
}

fn chunk(delta: &str, finish_reason: &str) -> String {
    format!(
        r#"{{"choices":[{{"delta":{{{delta},"reasoning_content":null}},"finish_reason":{finish_reason},"index":0,"logprobs":null}}],"object":"chat.completion.chunk","usage":null,"created":1795400001,"system_fingerprint":null,"model":"qwen3.5-plus","id":"chatcmpl-7723a1b0-5c1d-9a7e-8f00-1234567890ab"}}"#
    )
}

fn write_chunk(mut connection: &TcpStream, data: &str) -> Option<()> {
    let framed = format!("{:x}\r\n{data}\r\n", data.len());
    connection.write_all(framed.as_bytes()).ok()
}

/// Reads a request and gives the words of its only message.
fn prompt(connection: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: serde_json::Value = serde_json::from_slice(&body).ok()?;
    Some(body.pointer("/messages/0/content")?.as_str()?.to_owned())
}
