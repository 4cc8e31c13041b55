//! Scalewalk without a page.
fn main() {}
