//! The picture: machines and flows on a canvas, under names and buttons in HTML.

pub mod draw;
pub mod figure;
pub mod frame;
pub mod look;
pub mod overlay;
pub mod part;
pub mod print;
pub mod scene;

pub use figure::Diagram;
