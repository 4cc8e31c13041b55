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
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // A reload comes back to the same state.
        browser::address_bar::flush();
    }));
    app::start();
}
