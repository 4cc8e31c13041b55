//! The content compiler: its own tests, and the project's content through it.

use std::path::Path;

#[path = "../content_compiler/mod.rs"]
mod content_compiler;

#[test]
fn the_content_of_the_project_compiles_and_twice_the_same() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let compile = || {
        content_compiler::compile(&content).unwrap_or_else(|errors| {
            panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })
    };
    let source = compile();
    assert!(source.contains("pub static LANGUAGES"));
    assert_eq!(source, compile());
}
