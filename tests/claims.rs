//! claims
fn main() {}
