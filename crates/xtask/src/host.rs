//! A static server, as plain as the hosts the page will live on: GET and HEAD, one thread a connection.
//!
//! It stands on the standard library alone. A browser opens six connections at once and keeps them; servers
//! with a pool of threads may leave one of them waiting for a thread, and with it the page.

use crate::lookup::{Found, find, mime};
use crate::shell::Outcome;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The longest request that is read, in bytes: browsers send less than a tenth.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// How long a connection may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// A server that runs in the background.
pub struct Served {
    /// Where, with a slash at the end.
    pub address: String,
    accepting: JoinHandle<()>,
}

impl Served {
    /// Serves until the process is stopped.
    pub fn wait(self) -> Outcome {
        self.accepting.join().map_err(|_| "The server stopped.".into())
    }
}

/// What is served.
struct Site {
    dist: PathBuf,
    under: Option<String>,
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
    let address = listener.local_addr().map_err(|error| format!("The server has no address: {error}."))?;
    let site = Arc::new(Site { dist, under });
    let accepting = thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(&site);
            // A reader who has gone away is no concern of ours.
            thread::spawn(move || converse(&stream, &site).ok());
        }
    });
    Ok(Served { address: format!("http://{address}/"), accepting })
}

/// Answers the requests of one connection, until it is closed or falls silent.
fn converse(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SILENCE))?;
    let mut reader = BufReader::new(stream);
    while let Some(head) = read_head(&mut reader)? {
        let (answer, keep) = answer(&head, site);
        let mut writer = stream;
        writer.write_all(&answer)?;
        if !keep {
            break;
        }
    }
    Ok(())
}

/// The lines of a request up to the empty one; nothing when the other side has closed the connection.
fn read_head(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut head = String::new();
    let mut reader = reader.take(LONGEST_REQUEST);
    while reader.read_line(&mut head)? > 0 {
        if head.ends_with("\r\n\r\n") || head.ends_with("\n\n") {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

/// The whole answer to a request, and whether the connection stays open after it.
fn answer(head: &str, site: &Site) -> (Vec<u8>, bool) {
    const TEXT: &str = "text/plain; charset=utf-8";
    let mut request = head.lines().next().unwrap_or_default().split(' ');
    let (method, url) = (request.next().unwrap_or_default(), request.next().unwrap_or_default());
    let readable = matches!(method, "GET" | "HEAD");
    // What is not understood may have a body, which would be taken for the next request.
    let keep = readable && !head.to_ascii_lowercase().contains("\nconnection: close");
    let found = if readable { find(&site.dist, site.under.as_deref(), url) } else { Found::Nothing };
    let mut location = String::new();
    let (status, kind, body) = match found {
        _ if !readable => ("405 Method Not Allowed", TEXT, b"Only GET and HEAD.\n".to_vec()),
        Found::File(path) => match std::fs::read(&path) {
            Ok(body) => ("200 OK", mime(&path), body),
            Err(error) => ("500 Internal Server Error", TEXT, format!("{error}\n").into()),
        },
        Found::Elsewhere(path) => {
            location = format!("Location: {path}\r\n");
            ("302 Found", TEXT, Vec::new())
        }
        Found::Nothing => ("404 Not Found", TEXT, b"There is nothing at this address.\n".to_vec()),
    };
    let connection = if keep { "keep-alive" } else { "close" };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{location}\
         Cache-Control: no-cache\r\nConnection: {connection}\r\n\r\n"
    );
    let body = if method == "HEAD" { Vec::new() } else { body };
    ([head.into_bytes(), body].concat(), keep)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    #[test]
    fn many_connections_are_answered_while_others_stay_open() {
        let dist = std::env::temp_dir().join(format!("xtask-host-{}", std::process::id()));
        write(&dist.join("app.wasm"), "code").unwrap();
        let served = start(listen(0).unwrap(), dist.clone(), None).unwrap();
        let host = served.address.trim_start_matches("http://").trim_end_matches('/');
        let silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(host).unwrap()).collect();
        for request in ["GET /app.wasm HTTP/1.1\r\nConnection: close\r\n\r\n", "POST / HTTP/1.1\r\n\r\n"] {
            let mut stream = TcpStream::connect(host).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert_eq!(
                answer.contains("application/wasm") && answer.ends_with("\r\n\r\ncode"),
                request.starts_with("GET")
            );
            assert_eq!(answer.starts_with("HTTP/1.1 405"), request.starts_with("POST"));
        }
        drop(silent);
        std::fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn a_head_has_no_body_and_the_connection_stays() {
        let site = Site { dist: std::env::temp_dir().join("xtask-host-nowhere"), under: None };
        let (answer, keep) = answer("HEAD /none HTTP/1.1\r\nHost: x\r\n\r\n", &site);
        let answer = String::from_utf8(answer).unwrap();
        assert!(keep && answer.starts_with("HTTP/1.1 404") && answer.ends_with("\r\n\r\n"));
        assert!(answer.contains("Content-Length: 34\r\n"));
    }

    #[test]
    fn a_port_in_use_is_told_with_another() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(listen(port).unwrap_err().contains("is in use"));
    }
}
