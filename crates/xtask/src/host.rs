//! A static server, as plain as the hosts the page will live on.

use crate::shell::Outcome;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::thread::{self, JoinHandle};
use tokio::runtime;
use tower_http::services::ServeDir;

/// The policy under which all of the page works; README.md recommends it to those who host the page.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; worker-src 'self'";

/// A server that runs in the background.
pub struct Served {
    /// Where, with a slash at the end.
    pub address: String,
    accepting: JoinHandle<io::Result<()>>,
}

impl Served {
    /// Serves until the process is stopped.
    pub fn wait(self) -> Outcome {
        match self.accepting.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("The server stopped: {error}.")),
            Err(_) => Err("The server stopped.".into()),
        }
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

/// Serves `dist`, and serves it a second time under a path: parts of letters, digits and `-._~`, without a slash at
/// either end.
pub fn start(listener: TcpListener, dist: &Path, under: Option<&str>) -> Outcome<Served> {
    let cannot = |error: io::Error| format!("The server cannot start: {error}.");
    let address = listener.local_addr().map_err(cannot)?;
    listener.set_nonblocking(true).map_err(cannot)?;
    // One thread: files are read in threads of their own.
    let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
    let site = site(dist, under);
    let accepting = thread::spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            // A browser waits for each small file; none shall wait for a fuller packet.
            let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
            axum::serve(listener, site).await
        })
    });
    Ok(Served { address: format!("http://{address}/"), accepting })
}

fn site(dist: &Path, under: Option<&str>) -> Router {
    let mut site = Router::new().fallback_service(ServeDir::new(dist).precompressed_br());
    if let Some(under) = under {
        let (bare, folder) = (format!("/{under}"), format!("/{under}/"));
        let redirect = Redirect::temporary(&folder);
        site = site
            .nest_service(&folder, ServeDir::new(dist).redirect_path_prefix(&bare))
            .route(&bare, get(move || async { redirect }));
    }
    site.layer(map_response(async |mut response: Response| {
        let headers = response.headers_mut();
        // After a build the same address is another file.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        response
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::path::PathBuf;

    /// A small site in a folder of its own, served twice.
    fn serve(name: &str) -> (PathBuf, String) {
        let dist = std::env::temp_dir().join(format!("xtask-host-{name}-{}", std::process::id()));
        for file in ["index.html", "cache/index.html", "app.wasm"] {
            write(&dist.join(file), file).unwrap();
        }
        let served = start(listen(0).unwrap(), &dist, Some("some/deep")).unwrap();
        let host = served.address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        (dist, host)
    }

    fn ask(host: &str, method: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn the_policy_stands_in_the_readme() {
        let readme = crate::shell::read(&crate::shell::root().join("README.md")).unwrap();
        assert!(readme.contains(POLICY));
    }

    #[test]
    fn folders_and_files_are_found_at_both_places() {
        let (dist, host) = serve("find");
        for before in ["", "/some/deep"] {
            let at = |path: &str| ask(&host, "GET", &format!("{before}{path}"));
            for (path, kind, body) in [
                ("/", "text/html", "index.html"),
                ("/cache/?embed=1", "text/html", "cache/index.html"),
                ("/app%2Ewasm", "application/wasm", "app.wasm"),
            ] {
                let answer = at(path);
                assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&format!("\r\n\r\n{body}")), "{answer}");
                for head in [
                    &format!("content-type: {kind}\r\n"),
                    "cache-control: no-cache\r\n",
                    &format!("content-security-policy: {POLICY}\r\n"),
                ] {
                    assert!(answer.contains(head), "{answer}");
                }
            }
            let elsewhere = at("/cache?embed=1");
            assert!(elsewhere.contains(&format!("location: {before}/cache/?embed=1\r\n")), "{elsewhere}");
            for path in ["/none/", "/none.js", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2f..%2fx", "/%00"] {
                assert!(at(path).starts_with("HTTP/1.1 404"), "{path}: {}", at(path));
            }
        }
        assert!(ask(&host, "GET", "/some/deep").contains("location: /some/deep/\r\n"));
        assert!(ask(&host, "GET", "/some/deepest/").starts_with("HTTP/1.1 404"));
        assert!(ask(&host, "HEAD", "/app.wasm").ends_with("\r\n\r\n"));
        assert!(ask(&host, "POST", "/app.wasm").starts_with("HTTP/1.1 405"));
        std::fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn connections_are_answered_while_others_stay_open() {
        let (dist, host) = serve("open");
        let silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(&host).unwrap()).collect();
        assert!(ask(&host, "GET", "/app.wasm").ends_with("app.wasm"));
        drop(silent);
        std::fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn a_port_in_use_is_told_with_another() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(listen(port).unwrap_err().contains("is in use"));
    }
}
