//! Settings of the linker, and a check that the page is compiled as it has to be.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        erased();
        if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
            // `cargo xtask pages` takes the linked program apart, and has to know what refers to what.
            println!("cargo:rustc-link-arg-bin=scalewalk-app=--emit-relocs");
        }
    }
}

/// Without the flag each view is a type of its own, and the page grows by a tenth. Nothing else would tell.
fn erased() {
    assert!(
        env::var_os("CARGO_CFG_ERASE_COMPONENTS").is_some(),
        "\n\nThe page is compiled without `--cfg erase_components`, which .cargo/config.toml asks for. RUSTFLAGS or \
         CARGO_ENCODED_RUSTFLAGS in the environment replace the flags of that file: unset them, or add \
         `--cfg erase_components` to them.\n"
    );
}
