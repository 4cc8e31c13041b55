//! The page of Scalewalk.

mod address;
mod app;
#[cfg(test)]
mod book;
mod components;
mod context;
mod deferred;
mod errand;
mod files;
mod names;
mod node_readout;
mod plate;
mod player;
mod readout;
mod route;
mod site_readout;
mod text;
mod ticker;
mod walk_run;
mod watch_readout;
mod world_readout;

fn main() {
    console_error_panic_hook::set_once();
    app::start();
}
