//! The browser of the tests: found, or installed where that can be done without asking.

use crate::shell::{Outcome, announce, command, output, which};
use crate::tools::network;
use std::path::PathBuf;

/// Names of a browser with Chromium's engine, best first.
const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A browser and the driver that belongs to it.
pub struct Browser {
    /// For Playwright.
    pub chromium: PathBuf,
    /// For the WebAssembly tests.
    pub driver: PathBuf,
}

/// Finds Chromium and ChromeDriver. Root on a Debian gets them installed, anybody else is told how.
pub fn set_up() -> Outcome<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    apt_install(
        &["chromium", "chromium-driver"],
        "Installing Chromium and ChromeDriver with apt-get: the page is tested in a real \
         browser. About a minute.",
    )?;
    find().ok_or_else(|| {
        "Chromium or ChromeDriver is missing: the tests of the page need both, of one version. \
         On Debian: sudo apt-get install chromium chromium-driver. \
         On a Mac: brew install --cask chromium chromedriver. \
         Elsewhere set SCALEWALK_CHROMIUM and CHROMEDRIVER to the two programs. \
         `cargo xtask test --quick` does without."
            .into()
    })
}

/// Installs packages where that can be done without asking: for root on a Debian. `why` is announced before.
pub fn apt_install(packages: &[&str], why: &str) -> Outcome {
    let root = output(command("id").arg("-u")).as_deref() == Some("0");
    if !root || which("apt-get").is_none() {
        return Ok(());
    }
    announce(why);
    let apt = |arguments: &[&str]| {
        let mut apt = command("apt-get");
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        network(&format!("apt-get could not install {}", packages.join(", ")), &mut apt)
    };
    apt(&["update", "-q"])?;
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], packages].concat())
}

/// The program that a variable of the environment names.
pub fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn find() -> Option<Browser> {
    let chromium = named("SCALEWALK_CHROMIUM").or_else(|| CHROMIUM.iter().find_map(|name| which(name)))?;
    let driver = named("CHROMEDRIVER").or_else(|| which("chromedriver"))?;
    Some(Browser { chromium, driver })
}
