//! One connection of a scripted upstream: requests in, steps played.

use super::request::Request;
use super::{Shared, Step};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};

/// How much is given to the system at once, in bytes, and so how fine the count of written bytes is.
const PIECE: usize = 16 * 1024;

/// How the answer to a request ended.
enum End {
    Whole,
    Close,
    Reset,
    Abandoned,
}

/// Answers requests until one side has had enough.
pub(super) async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    stream.set_nodelay(true).unwrap();
    let mut bytes = Vec::new();
    while let Some(request) = next_request(&mut stream, &mut bytes).await {
        let steps = (shared.script)(&request);
        shared.requests.lock().unwrap().push(request);
        shared.count(|counts| counts.requests += 1);
        let (mut reader, writer) = stream.split();
        let end = tokio::select! {
            biased;
            end = play(steps, writer, &shared) => end,
            () = gone(&mut reader) => End::Abandoned,
        };
        match end {
            End::Whole => {}
            End::Close => return,
            End::Reset => return stream.set_zero_linger().unwrap(),
            End::Abandoned => return shared.count(|counts| counts.abandoned += 1),
        }
    }
}

/// The next whole request; `None` when the client closed.
async fn next_request(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Request> {
    loop {
        if let Some((request, used)) = Request::parse(bytes) {
            bytes.drain(..used);
            return Some(request);
        }
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
}

async fn play(steps: Vec<Step>, mut writer: WriteHalf<'_>, shared: &Shared) -> End {
    for step in steps {
        match step {
            Step::Send(bytes) => {
                for piece in bytes.chunks(PIECE) {
                    if writer.write_all(piece).await.is_err() {
                        return End::Abandoned;
                    }
                    shared.count(|counts| counts.written += piece.len());
                }
            }
            Step::Wait(signal) => signal.fired().await,
            Step::Pause(time) => tokio::time::sleep(time).await,
            Step::Close => return End::Close,
            Step::Reset => return End::Reset,
        }
    }
    End::Whole
}

/// Ends when the client has closed; never while it is there, whatever it sends.
async fn gone(reader: &mut ReadHalf<'_>) {
    let mut byte = [0];
    if let Ok(1..) = reader.peek(&mut byte).await {
        std::future::pending::<()>().await;
    }
}
