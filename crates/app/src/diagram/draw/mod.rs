//! How things look on the canvas.

pub mod brush;
pub mod fixtures;
pub mod flows;
pub mod glyph;
pub mod machine;
pub mod palette;
pub mod renderer;
