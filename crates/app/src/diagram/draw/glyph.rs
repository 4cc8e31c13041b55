//! The marks of requests: one shape and one hue for each kind of flow.

use core::f64::consts::TAU;

use web_sys::CanvasRenderingContext2d;

use crate::diagram::draw::palette::Palette;

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A request that reads: a circle.
    Read,
    /// A request that writes: a diamond.
    Write,
    /// A question to DNS: a triangle.
    Lookup,
    /// An answer with old data: a half moon.
    Stale,
    /// A question to the session store, and what it answers: a key.
    Session,
    /// A request for a file: a square.
    File,
    /// A message to be worked on later: an envelope.
    Message,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Write, Self::Lookup, Self::Stale, Self::Session, Self::File, Self::Message];

    /// The mark of a request.
    pub fn of(write: bool) -> Self {
        if write { Self::Write } else { Self::Read }
    }

    /// Its hue.
    pub fn colour(self, palette: &Palette) -> &str {
        match self {
            Self::Read => &palette.read,
            Self::Write => &palette.write,
            Self::Lookup => &palette.ink_2,
            Self::Stale => &palette.stale,
            Self::Session => &palette.session,
            Self::File => &palette.file,
            Self::Message => &palette.message,
        }
    }

    /// Adds its shape of radius `r` to the present path.
    pub fn shape(self, canvas: &CanvasRenderingContext2d, x: f64, y: f64, r: f64) {
        match self {
            Self::Read => {
                canvas.move_to(x + r, y);
                let _ = canvas.arc(x, y, r, 0.0, TAU);
            }
            Self::Write => {
                let r = r * 1.22;
                canvas.move_to(x, y - r);
                canvas.line_to(x + r, y);
                canvas.line_to(x, y + r);
                canvas.line_to(x - r, y);
                canvas.close_path();
            }
            Self::Stale => {
                canvas.move_to(x + r * 0.4, y - r);
                let _ = canvas.arc_with_anticlockwise(x + r * 0.4, y, r, -TAU / 4.0, TAU / 4.0, true);
                canvas.close_path();
            }
            Self::Session => {
                // The head, the shank and the bit.
                canvas.move_to(x, y);
                let _ = canvas.arc(x - r * 0.5, y, r * 0.55, 0.0, TAU);
                canvas.rect(x, y - r * 0.17, r * 1.15, r * 0.34);
                canvas.rect(x + r * 0.75, y, r * 0.3, r * 0.6);
            }
            Self::File => {
                let r = r * 0.9;
                canvas.rect(x - r, y - r, 2.0 * r, 2.0 * r);
            }
            Self::Message => {
                // Below the open flap.
                let (w, h) = (r * 1.2, r * 0.85);
                canvas.move_to(x - w, y - h);
                canvas.line_to(x, y + h * 0.1);
                canvas.line_to(x + w, y - h);
                canvas.line_to(x + w, y + h);
                canvas.line_to(x - w, y + h);
                canvas.close_path();
            }
            Self::Lookup => {
                canvas.move_to(x, y - r);
                canvas.line_to(x + r, y + 0.8 * r);
                canvas.line_to(x - r, y + 0.8 * r);
                canvas.close_path();
            }
        }
    }
}

/// A cross: something was lost here.
pub fn cross(canvas: &CanvasRenderingContext2d, x: f64, y: f64, r: f64) {
    canvas.move_to(x - r, y - r);
    canvas.line_to(x + r, y + r);
    canvas.move_to(x + r, y - r);
    canvas.line_to(x - r, y + r);
}
