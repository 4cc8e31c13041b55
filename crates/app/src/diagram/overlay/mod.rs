//! Names, menus and buttons in HTML over the canvas.

pub mod dead_letters;
pub mod keyboard;
pub mod label;
pub mod menu;
pub mod site_label;
pub mod system_label;
pub mod world_label;
