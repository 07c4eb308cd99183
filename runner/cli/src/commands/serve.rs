//! `serve`: the server door, for programs that speak OpenAI's API.

use crate::args::{Global, Serve};
use crate::connection::OpenDoor;
use crate::environment::{self, Environment};
use crate::failure::Failure;
use crate::open_files;
use crate::output::Output;
use crate::runtime::{self, Interrupts};
use crate::sources::{Purpose, Sources};
use qwenbox_gateway::{Gateway, Options, TlsFiles, Tokens};
use serde_json::json;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use tokio::sync::oneshot;

/// The most memory of an instance, in bytes: its share of as many large requests as are let in at once.
const MEMORY: usize = 1 << 30;

/// Serves until it is told to end, which is how it is meant to end.
pub(super) fn run(
    serve: &Serve,
    global: &Global,
    environment: &Environment,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = Sources::gather(global, environment)?;
    let settings = sources.settings(None, Purpose::Any)?;
    super::models::tell_warnings(&settings, output);
    settings.require_key()?;
    let options = options(serve, environment)?;
    let has_tokens = options.tokens.is_some();
    // A client's connection and the one to the provider, and some for the program itself.
    open_files::allow(
        serve
            .max_connections
            .get()
            .saturating_add(serve.max_requests.get())
            .saturating_add(64),
    );
    output.log_requests(!serve.no_access_log);
    let mut limits = qwenbox::Limits::default();
    limits.memory_bytes = MEMORY;
    limits.calls = serve.max_requests.get();
    let cores = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let instances = serve.instances.unwrap_or_else(cores);
    limits.instances = limits
        .instances
        .max(u32::try_from(instances.get()).unwrap_or(u32::MAX));
    runtime::run_server(async {
        // Before anybody is told how to end it.
        let mut interrupts = Interrupts::listen_to_all();
        let open = OpenDoor::open(&settings, limits, instances).await?;
        let to = open.door.endpoint().base_url.clone();
        let gateway = Gateway::bind(open.door, options).await?;
        tell(&gateway, serve, has_tokens, &to, output)?;
        let ended = serve_until_told(gateway, &mut interrupts, output).await;
        if let Some(simulator) = open.simulator {
            simulator.shutdown().await;
        }
        ended
    })
}

fn options(serve: &Serve, environment: &Environment) -> Result<Options, Failure> {
    let text = environment.text(environment::TOKENS)?;
    let tokens = match (text, &serve.tokens_file) {
        (None, None) => None,
        (text, file) => Some(Tokens::new(text, file.clone())?),
    };
    let tls = match (&serve.tls_cert, &serve.tls_key) {
        (Some(certificates), Some(key)) => Some(TlsFiles {
            certificates: certificates.clone(),
            key: key.clone(),
        }),
        _ => None,
    };
    let mut limits = qwenbox_gateway::Limits::default();
    limits.body_bytes = u64::from(serve.max_body) << 20;
    limits.requests = serve.max_requests.get();
    limits.connections = serve.max_connections.get();
    limits.drain = serve.drain;
    Ok(Options {
        listen: serve.listen,
        tokens,
        tls,
        limits,
    })
}

async fn serve_until_told(
    gateway: Gateway,
    interrupts: &mut Interrupts,
    output: &mut Output,
) -> Result<(), Failure> {
    let (stop, stopped) = oneshot::channel();
    let mut running = std::pin::pin!(gateway.run(async {
        let _ = stopped.await;
    }));
    tokio::select! {
        _ = &mut running => return Ok(()),
        () = interrupts.pressed() => {}
    }
    output.note("ending; the answers under way are waited for, a second signal ends at once");
    let _ = stop.send(());
    tokio::select! {
        drained = running => match drained.cut {
            0 => Ok(()),
            cut => Err(Failure::Cut { cut }),
        },
        () = interrupts.pressed() => Err(Failure::Interrupted),
    }
}

/// Tells programs on stdout, and people on stderr, since a server's answers go elsewhere.
fn tell(
    gateway: &Gateway,
    serve: &Serve,
    has_tokens: bool,
    to: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    let (address, has_tls) = (gateway.address(), serve.tls_cert.is_some());
    let scheme = if has_tls { "https" } else { "http" };
    let url = format!("{scheme}://{address}/v1");
    if output.is_json() {
        return output.object(&json!({
            "address": address.to_string(),
            "baseUrl": url,
            "upstream": to,
            "tokens": has_tokens,
            "tls": has_tls,
        }));
    }
    let token = if has_tokens {
        " \\\n    -H \"authorization: Bearer $TOKEN\""
    } else {
        ""
    };
    output.note(&format!(
        "serving {url}, which asks {to}; Ctrl-C ends it

Try it:
  curl {url}/chat/completions{token} \\
    -H 'content-type: application/json' \\
    -d '{{\"model\": \"qwen3.5-plus\", \"messages\": [{{\"role\": \"user\", \"content\": \"hello\"}}]}}'
"
    ));
    Ok(())
}
