//! Browsers other than Chromium, for `cargo xtask test --all-browsers`: found, or installed as `browser.rs` does.

use crate::browser::{apt_install, named};
use crate::shell::{Outcome, command, program_in, which};
use crate::tools;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names of Firefox, best first.
const FIREFOX: &[&str] = &["firefox", "firefox-esr"];

/// Where Debian keeps libraries; MiniBrowser lies among those of WebKitGTK and is on no `PATH`.
const LIBRARIES: &str = "/usr/lib";

/// Folders of WebKitGTK within a folder of libraries, best first.
const WEBKIT: &[&str] = &["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];

/// What the tests are driven with.
pub struct OtherBrowsers {
    found: Found,
    geckodriver: PathBuf,
}

struct Found {
    firefox: PathBuf,
    webkit: PathBuf,
    webkit_driver: PathBuf,
    /// Gives WebKitGTK a screen that nobody sees: it has no headless form.
    xvfb_run: PathBuf,
}

impl OtherBrowsers {
    /// A command with a screen that is told of browsers and drivers.
    pub fn with_a_screen(&self, program: &str) -> Command {
        let mut run = command(&self.found.xvfb_run);
        run.args(["--auto-servernum", "--server-args=-screen 0 1440x1000x24", program])
            .env("GDK_BACKEND", "x11")
            // Without a GPU Mesa draws for WebKitGTK: slowly, and at times it crashes there. See docs/browsers.md.
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env("SCALEWALK_FIREFOX", &self.found.firefox)
            .env("SCALEWALK_GECKODRIVER", &self.geckodriver)
            .env("SCALEWALK_WEBKIT", &self.found.webkit)
            .env("SCALEWALK_WEBKIT_DRIVER", &self.found.webkit_driver);
        run
    }
}

/// Finds Firefox, WebKitGTK and their drivers. Root on a Debian gets them installed, anybody else is told how.
pub fn set_up() -> Outcome<OtherBrowsers> {
    if find().is_err() {
        apt_install(
            &["firefox-esr", "webkit2gtk-driver", "xvfb", "xauth"],
            "Installing Firefox, WebKitGTK and Xvfb with apt-get: every stage is opened in them. Some minutes.",
        )?;
    }
    let found = find().map_err(|missing| {
        format!(
            "{missing} is missing: --all-browsers needs Firefox, and WebKitGTK with its driver and a screen. \
             On Debian: sudo apt-get install firefox-esr webkit2gtk-driver xvfb xauth. \
             Elsewhere set SCALEWALK_FIREFOX, SCALEWALK_WEBKIT (its MiniBrowser) and SCALEWALK_WEBKIT_DRIVER \
             to the programs, and put xvfb-run on PATH. `cargo xtask test` does without."
        )
    })?;
    let geckodriver = program_in(&tools::geckodriver()?, "geckodriver").ok_or("geckodriver is missing.")?;
    Ok(OtherBrowsers { found, geckodriver })
}

/// What there is, or the name of the first thing that is not.
fn find() -> Result<Found, &'static str> {
    let firefox = named("SCALEWALK_FIREFOX").or_else(|| FIREFOX.iter().find_map(|name| which(name)));
    Ok(Found {
        firefox: firefox.ok_or("Firefox")?,
        webkit: named("SCALEWALK_WEBKIT")
            .or_else(|| mini_browser(Path::new(LIBRARIES)))
            .ok_or("WebKitGTK's MiniBrowser")?,
        webkit_driver: named("SCALEWALK_WEBKIT_DRIVER")
            .or_else(|| which("WebKitWebDriver"))
            .ok_or("WebKitWebDriver")?,
        xvfb_run: which("xvfb-run").filter(|_| which("xauth").is_some()).ok_or("xvfb-run, or xauth that it calls,")?,
    })
}

/// The MiniBrowser in one of the folders below `libraries`: Debian has one for each kind of machine.
fn mini_browser(libraries: &Path) -> Option<PathBuf> {
    let mut kinds: Vec<PathBuf> = std::fs::read_dir(libraries).ok()?.flatten().map(|entry| entry.path()).collect();
    kinds.push(libraries.to_path_buf());
    kinds.sort();
    WEBKIT.iter().find_map(|webkit| kinds.iter().find_map(|kind| program_in(&kind.join(webkit), "MiniBrowser")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    #[test]
    fn the_mini_browser_is_found_below_the_kind_of_machine() {
        let libraries = std::env::temp_dir().join(format!("xtask-webkit-{}", std::process::id()));
        assert_eq!(mini_browser(&libraries), None);
        let old = libraries.join("a-linux-gnu/webkit2gtk-4.0/MiniBrowser");
        let new = libraries.join("b-linux-gnu/webkit2gtk-4.1/MiniBrowser");
        write(&old, "").unwrap();
        assert_eq!(mini_browser(&libraries), Some(old));
        write(&new, "").unwrap();
        assert_eq!(mini_browser(&libraries), Some(new));
        std::fs::remove_dir_all(libraries).unwrap();
    }
}
