//! The colours of the canvas, read from the design tokens so that they cannot drift apart.

use crate::browser::unseen;
use leptos::prelude::*;

/// Colours as the browser resolved them for the present theme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    pub paper: String,
    pub plate: String,
    pub sunk: String,
    pub ink: String,
    pub ink_2: String,
    pub ink_3: String,
    pub rule: String,
    pub read: String,
    pub write: String,
    pub fail: String,
    pub strain_50: String,
    pub strain_70: String,
    pub strain_90: String,
    pub repl: String,
    pub session: String,
    pub stale: String,
    pub file: String,
    pub message: String,
    /// How bold lines are; 1 is as drawn.
    pub weight: f64,
}

impl Palette {
    /// The palette of the present theme.
    pub fn read() -> Self {
        Self::read_in("inherit")
    }

    /// The palette of the light theme, whatever the present one is.
    pub fn on_paper() -> Self {
        Self::read_in("light")
    }

    fn read_in(scheme: &str) -> Self {
        // A custom property keeps its unresolved text; a colour that uses it is resolved.
        let Some(probe) = unseen::probe() else { return Self::default() };
        let _ = probe.style().set_property("color-scheme", scheme);
        // Where the reader has colours of their own, the tokens are these; all text would have but one of them.
        let _ = probe.style().set_property("forced-color-adjust", "none");
        let colour = |token: &str| {
            let _ = probe.style().set_property("color", &format!("var(--{token})"));
            let style = window().get_computed_style(&probe).ok().flatten();
            style.and_then(|s| s.get_property_value("color").ok()).unwrap_or_default()
        };
        let palette = Self {
            paper: colour("paper"),
            plate: colour("plate"),
            sunk: colour("plate-sunk"),
            ink: colour("ink"),
            ink_2: colour("ink-2"),
            ink_3: colour("ink-3"),
            rule: colour("rule"),
            read: colour("read"),
            write: colour("write"),
            fail: colour("fail"),
            strain_50: colour("strain-50"),
            strain_70: colour("strain-70"),
            strain_90: colour("strain-90"),
            repl: colour("repl"),
            session: colour("session"),
            stale: colour("stale"),
            file: colour("static"),
            message: colour("async"),
            weight: number(&probe, "--pen"),
        };
        probe.remove();
        palette
    }
}

fn number(probe: &web_sys::HtmlElement, token: &str) -> f64 {
    let style = window().get_computed_style(probe).ok().flatten();
    let text = style.and_then(|s| s.get_property_value(token).ok());
    // Reading floats takes more code than the page has room for; the browser has it.
    text.map(|text| js_sys::Number::parse_float(&text)).filter(|number| number.is_finite()).unwrap_or(1.0)
}
