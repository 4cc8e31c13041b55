//! The ladder on file is the one that a search finds. `cargo xtask ladder` writes it anew.

use scalewalk_course::ladder::{BUILDS, FIRST, climb, rungs, step};
use scalewalk_course::slices::complete;

/// What a search from the first stage to the last finds, as it is filed. Each stage is sought from where the last one
/// was found.
fn search() -> String {
    let (mut first, mut lines) = (FIRST, String::new());
    for build in BUILDS {
        let found = complete(climb(build, first, &mut |_| {}));
        first = step(found.users);
        lines += &format!("{} {} {}\n", build.stage, found.users, found.limit);
    }
    lines
}

#[test]
fn every_stage_serves_as_many_users_as_are_filed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/course/src/ladder/rungs.txt");
    let found = search();
    if std::env::var_os("SCALEWALK_UPDATE_LADDER").is_some_and(|value| value == "1") {
        std::fs::write(path, &found).expect("rungs.txt can be written");
        panic!("{path} is written anew. A person must look at its diff, and run the test again.");
    }
    let filed: String = rungs().map(|rung| format!("{} {} {}\n", rung.stage, rung.users, rung.limit)).collect();
    assert_eq!(
        found, filed,
        "the ladder is not what it was. If the model or a build was changed on purpose, `cargo xtask ladder` writes it \
         anew."
    );
}

#[test]
fn the_search_does_not_depend_on_where_it_begins() {
    let build = &BUILDS[1];
    let from = |first| complete(climb(build, first, &mut |_| {}));
    assert_eq!(from(FIRST - 9), from(FIRST + 20));
}
