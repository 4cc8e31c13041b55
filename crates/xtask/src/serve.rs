//! `cargo xtask serve`: build the page if need be, serve it, perhaps open it.

use crate::shell::{Outcome, announce, command};
use crate::{host, site};
use std::process::Stdio;

/// What `cargo xtask serve` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    port: u16,
    open: bool,
    under: Option<String>,
}

impl Options {
    /// Reads the words after `serve`.
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        let mut options = Self { port: 8080, open: false, under: None };
        let mut words = words.iter().flat_map(|word| match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => vec![name, value],
            _ => vec![*word],
        });
        while let Some(word) = words.next() {
            match word {
                "--open" => options.open = true,
                "--port" => {
                    let port = words.next().and_then(|value| value.parse().ok());
                    options.port = port.ok_or("--port takes a number from 0 to 65535.")?;
                }
                "--under" => {
                    let under = words.next().map(|value| value.trim_matches('/')).unwrap_or_default();
                    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
                    let fits = !under.is_empty() && under.chars().all(plain);
                    options.under = fits.then(|| under.to_owned());
                    options.under.as_ref().ok_or("--under takes a path such as /some/deep.")?;
                }
                other => return Err(format!("`serve` knows no `{other}`.")),
            }
        }
        Ok(options)
    }
}

/// Builds the page and serves it until the process is stopped.
pub fn run(options: &Options) -> Outcome {
    // The port first: nobody should wait for a build to learn that it is taken.
    let listener = host::listen(options.port)?;
    site::build()?;
    let served = host::start(listener, &site::dist(), options.under.as_deref())?;
    announce(&format!("Scalewalk is at {}  (stop with Ctrl-C)", served.address));
    if let Some(under) = &options.under {
        announce(&format!("and at {}{under}/", served.address));
    }
    if options.open {
        open(&served.address);
    }
    served.wait()
}

/// Opens a browser; where none can be opened, the address has been printed.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut browser = command(program);
    browser.args(arguments).arg(address).stdout(Stdio::null()).stderr(Stdio::null());
    if browser.spawn().is_err() {
        announce("No browser could be opened here: open the address yourself.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let plain = Options { port: 8080, open: false, under: None };
        assert_eq!(Options::parse(&[]).unwrap(), plain);
        let all = Options { port: 0, open: true, under: Some("some/deep".into()) };
        assert_eq!(Options::parse(&["--port=0", "--open", "--under", "/some/deep/"]).unwrap(), all);
    }

    #[test]
    fn bad_options_are_refused() {
        for bad in [&["--port"][..], &["--port", "80000"], &["--under", "/"], &["--under", "{a}"], &["--prot", "1"]] {
            assert!(Options::parse(bad).is_err(), "{bad:?}");
        }
    }
}
