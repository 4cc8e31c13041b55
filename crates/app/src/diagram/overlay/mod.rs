//! Names, menus and buttons in HTML over the canvas.

pub mod dead_letters;
pub mod keyboard;
pub mod label;
pub mod label_part;
pub mod label_text;
pub mod menu;
pub mod placement;
pub mod site_label;
pub mod system_label;
pub mod world_label;
