//! A static server, as plain as the hosts the page will live on.

use crate::lookup::{Found, find, mime};
use crate::shell::Outcome;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use tiny_http::{Header, Method, Request, Response, Server};

/// Browsers open about six connections at a time.
const WORKERS: usize = 6;

/// A server that runs in the background.
pub struct Served {
    /// Where, with a slash at the end.
    pub address: String,
    workers: Vec<JoinHandle<()>>,
}

impl Served {
    /// Serves until the process is stopped.
    pub fn wait(self) -> Outcome {
        for worker in self.workers {
            worker.join().map_err(|_| "The server stopped.")?;
        }
        Ok(())
    }
}

/// Takes a port of this machine, 0 for any free one.
pub fn listen(port: u16) -> Outcome<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!(
            "Port {port} is in use. Stop what listens there, or choose another: \
             cargo xtask serve --port {}",
            port.checked_add(1).unwrap_or(8080)
        ),
        ErrorKind::PermissionDenied => {
            format!("Port {port} is not for this user: choose one above 1023.")
        }
        _ => format!("Port {port} cannot be used: {error}."),
    })
}

/// Serves `dist`, and serves it a second time under a path.
pub fn start(listener: TcpListener, dist: PathBuf, under: Option<String>) -> Outcome<Served> {
    let port = listener.local_addr().map_err(|error| format!("The server has no address: {error}."))?.port();
    let server = Server::from_listener(listener, None).map_err(|error| format!("The server cannot start: {error}."))?;
    let shared = Arc::new((server, dist, under));
    let worker = |_| {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let (server, dist, under) = &*shared;
            while let Ok(request) = server.recv() {
                answer(request, dist, under.as_deref());
            }
        })
    };
    Ok(Served { address: format!("http://127.0.0.1:{port}/"), workers: (0..WORKERS).map(worker).collect() })
}

/// Answers one request. A reader who has gone away is no concern of ours.
fn answer(request: Request, dist: &Path, under: Option<&str>) {
    const TEXT: &str = "text/plain; charset=utf-8";
    const MISSING: &str = "There is nothing at this address.\n";
    let found = match request.method() {
        Method::Get | Method::Head => find(dist, under, request.url()),
        _ => return respond(request, 405, TEXT, "Only GET and HEAD.\n", None),
    };
    match found {
        Found::File(path) => match std::fs::read(&path) {
            Ok(body) => respond(request, 200, mime(&path), body, None),
            Err(_) => respond(request, 404, TEXT, MISSING, None),
        },
        Found::Elsewhere(location) => respond(request, 302, TEXT, "", Some(&location)),
        Found::Nothing => respond(request, 404, TEXT, MISSING, None),
    }
}

fn respond(request: Request, status: u16, kind: &str, body: impl Into<Vec<u8>>, location: Option<&str>) {
    let headers = [("Content-Type", Some(kind)), ("Cache-Control", Some("no-cache")), ("Location", location)];
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in headers {
        if let Some(header) = value.and_then(|value| Header::from_bytes(name, value).ok()) {
            response.add_header(header);
        }
    }
    let _ = request.respond(response);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_told_with_another() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(listen(port).unwrap_err().contains("is in use"));
    }
}
