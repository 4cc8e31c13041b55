//! How a request moves between the parts of the model: `cargo xtask moves` follows one in a debugger and counts.
//!
//! What is asked for is `crates/model/examples/one_request.rs`. Each function in the folder of a part that the request
//! comes to is a stay there; from one part's folder to another's is a move. The router and the core count as neither.

use std::process::Command;

use crate::shell::root;

/// Stops at each function of a part, and says in whose folder it is.
const FOLLOW: &str = r#"
import gdb
for line in ("set pagination off", "set confirm off", "break one_request::begins", "run", "delete"):
    gdb.execute(line, to_string=True)
path = None
for line in gdb.execute("info functions -n parts::", to_string=True).splitlines():
    if line.startswith("File "):
        path = line[5:].rstrip(":")
    elif "/parts/" in (path or "") and line.split(":")[0].isdigit():
        gdb.execute("break " + path + ":" + line.split(":")[0], to_string=True)
gdb.execute("break one_request::ends", to_string=True)
while True:
    gdb.execute("continue", to_string=True)
    frame = gdb.selected_frame()
    if frame.name() is None or "one_request::ends" in frame.name():
        break
    table = frame.find_sal().symtab
    if table is not None and "/parts/" in table.filename:
        print("at " + table.filename.split("/parts/")[1].split("/")[0] + " " + frame.name())
gdb.execute("kill", to_string=True)
"#;

/// Whether somebody wrote the function: what is derived, such as to compare a setting, nobody reads.
fn is_written((_, function): &(&str, &str)) -> bool {
    !function.ends_with("::eq")
}

/// Prints the parts that the request comes to, one after another, and how many moves that is.
///
/// # Errors
/// If the example cannot be built, or `gdb` is not there.
pub fn run() -> Result<(), String> {
    let target = root().join("target/moves");
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--package", "scalewalk-model", "--example", "one_request", "--target-dir"])
        .arg(&target)
        // Whatever is inlined is not stopped at.
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "full")
        .current_dir(root())
        .status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("the example `one_request` cannot be built".to_owned());
    }
    let script = target.join("follow.py");
    std::fs::write(&script, FOLLOW).map_err(|error| format!("{}: {error}", script.display()))?;
    let followed = Command::new("gdb")
        .args(["--quiet", "--batch", "--command"])
        .arg(&script)
        .arg(target.join("debug/examples/one_request"))
        .current_dir(root())
        .output()
        .map_err(|error| format!("`gdb`, which follows the request, cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&followed.stdout);
    let stays: Vec<(&str, &str)> =
        text.lines().filter_map(|line| line.strip_prefix("at ")?.split_once(' ')).filter(is_written).collect();
    if stays.is_empty() {
        return Err(format!("gdb followed nothing:\n{text}{}", String::from_utf8_lossy(&followed.stderr)));
    }
    let mut parts: Vec<&str> = Vec::new();
    for (part, function) in stays {
        if parts.last() != Some(&part) {
            parts.push(part);
            println!("{part}");
        }
        println!("    {function}");
    }
    println!("\n{} moves between parts: {}", parts.len() - 1, parts.join(" → "));
    Ok(())
}
