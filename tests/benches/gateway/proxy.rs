//! A proxy that passes requests and answers on as they are, with pooled connections.

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::net::TcpListener;

pub(crate) const KIND: &str = "proxy";

/// Serves for ever, and says where.
pub(crate) async fn serve(base_url: &str) {
    let upstream: Uri = base_url.parse().unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http::<Incoming>();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (client, upstream) = (client.clone(), upstream.clone());
        tokio::spawn(async move {
            let pass = service_fn(|mut request: Request<Incoming>| {
                let mut parts = upstream.clone().into_parts();
                parts.path_and_query = request.uri().path_and_query().cloned();
                *request.uri_mut() = Uri::from_parts(parts).unwrap();
                client.request(request)
            });
            let server = auto::Builder::new(TokioExecutor::new());
            let _ = server.serve_connection(TokioIo::new(stream), pass).await;
        });
    }
}
