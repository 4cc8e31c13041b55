//! The page of Scalewalk.

mod app;
#[cfg(test)]
mod book;
mod browser;
mod diagram;
mod state;
mod ui;
mod view_model;

fn main() {
    console_error_panic_hook::set_once();
    app::start();
}
