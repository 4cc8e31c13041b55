use super::*;
use std::collections::BTreeSet;
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    ImportSection, MemorySection, MemoryType, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
    ValType,
};

/// Functions by number: 0 is imported; 1 loads the rest with 5; 2 calls 3; 3 and 4 call each other, 3 calls 0; 6 is in the
/// table; 5 and 6 call nobody.
const NAMES: [&str; 7] = ["js", "load", "run", "help::open", "help::close", "help::needed", "help::told"];

fn whole() -> Vec<u8> {
    let (mut types, mut imports, mut functions) = (TypeSection::new(), ImportSection::new(), FunctionSection::new());
    types.ty().function([], []);
    types.ty().function([ValType::I32, ValType::I32], [ValType::I32]);
    imports.import("js", "js", EntityType::Function(0));
    for kind in [0, 0, 1, 0, 0, 0] {
        functions.function(kind);
    }
    let (mut tables, mut memories) = (TableSection::new(), MemorySection::new());
    let table =
        TableType { element_type: RefType::FUNCREF, table64: false, minimum: 3, maximum: Some(3), shared: false };
    tables.table(table);
    memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
    let (mut exports, mut elements, mut code) = (ExportSection::new(), ElementSection::new(), CodeSection::new());
    exports.export(plan::LOAD, ExportKind::Func, 1).export("run", ExportKind::Func, 2);
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions([6, 0][..].into()));
    let body = |calls: &[u32], results: bool| {
        let mut body = Function::new([]);
        for called in calls {
            if *called == 3 {
                body.instructions().i32_const(7).i32_const(8).call(3).drop();
            } else {
                body.instructions().call(*called);
            }
        }
        if results {
            body.instructions().i32_const(1);
        }
        body.instructions().end();
        body
    };
    for (calls, results) in
        [(&[5][..], false), (&[3], false), (&[4, 0], true), (&[3], false), (&[], false), (&[], false)]
    {
        code.function(&body(calls, results));
    }
    let (mut names, mut all) = (NameMap::new(), NameSection::new());
    (0..).zip(NAMES).for_each(|(i, name)| names.append(i, name));
    all.functions(&names);
    let mut out = wasm_encoder::Module::new();
    out.section(&types).section(&imports).section(&functions).section(&tables).section(&memories).section(&exports);
    out.section(&elements).section(&code).section(&all);
    out.finish()
}

fn halves() -> (Vec<u8>, Vec<u8>) {
    split(&whole(), "# what is opened\n\nhelp::\n", 0).unwrap().unwrap()
}

#[test]
fn what_is_listed_goes_to_the_rest_but_for_what_loads_it() {
    let whole = whole();
    let module = Module::read(&whole).unwrap();
    let plan = Plan::of(&module, |name, _| name.starts_with("help")).unwrap();
    assert_eq!(plan.rest, BTreeSet::from([3, 4, 6]));
    // `run` calls 3, and 6 is in the table; nobody but 3 calls 4.
    assert_eq!(plan.called, [3, 6]);
    assert_eq!(plan.lent, [0]);
    assert_eq!((plan.place(3), plan.place(6), plan.place(4), plan.places()), (Some(3), Some(4), None, 5));
}

#[test]
fn what_only_the_rest_calls_goes_with_it() {
    let whole = whole();
    let module = Module::read(&whole).unwrap();
    let plan = Plan::of(&module, |name, _| name == "help::open").unwrap();
    // 3 calls 4 and what is imported; 4 is in no table.
    assert_eq!((plan.rest, plan.lent), (BTreeSet::from([3, 4]), vec![0]));
    let plan = Plan::of(&module, |name, _| name == "help::close").unwrap();
    // 3 is called by the first module as well.
    assert_eq!((plan.rest, plan.lent), (BTreeSet::from([4]), vec![3]));
    let plan = Plan::of(&module, |name, _| name == "run").unwrap();
    // 3 is called by 4, too, which nobody calls but 3.
    assert_eq!(plan.rest, BTreeSet::from([2]));
}

#[test]
fn the_first_module_has_all_functions_where_they_were_and_one_that_loads() {
    let (first, _) = halves();
    let module = Module::read(&first).unwrap();
    assert_eq!((module.functions.len(), module.imported, module.names.len()), (NAMES.len() + 1, 1, 0));
    assert_eq!((module.tables[0].initial, module.tables[0].maximum), (5, Some(5)));
    let calls: Vec<Vec<u32>> = module.bodies.iter().map(|body| module::named_in(body).unwrap()).collect();
    assert_eq!(calls, [vec![5], vec![3], vec![7], vec![], vec![], vec![7], vec![1]]);
    assert_eq!(module.in_tables, [6, 0]);
    assert_eq!(module.exports["_f0"], 0);
}

#[test]
fn the_rest_has_its_own_functions_and_what_it_is_lent() {
    let (_, rest) = halves();
    let module = Module::read(&rest).unwrap();
    assert_eq!((module.functions.len(), module.imported), (4, 1));
    // 3, 4 and 6 have become 1, 2 and 3.
    let calls: Vec<Vec<u32>> = module.bodies.iter().map(|body| module::named_in(body).unwrap()).collect();
    assert_eq!(calls, [vec![2, 0], vec![1], vec![]]);
    assert_eq!(module.in_tables, [1, 3]);
    assert!(module.foreign.is_some(), "it has the memory and the table of the first");
}

#[test]
fn a_module_without_names_has_been_split() {
    assert_eq!(split(&halves().0, "help::", 0).unwrap(), None);
}

#[test]
fn a_module_that_cannot_load_its_rest_is_refused() {
    let whole = whole();
    let mut module = Module::read(&whole).unwrap();
    module.exports.clear();
    assert!(Plan::of(&module, |_, _| true).err().unwrap().contains(plan::LOAD));
}

#[test]
fn both_files_have_the_same_new_name_which_the_start_page_knows() {
    let site = std::env::temp_dir().join(format!("xtask-split-{}", std::process::id()));
    write(&site.join("index.html"), "init('./scalewalk-app-1a_bg.wasm') <link href=./scalewalk-app-1a_bg.wasm>")
        .unwrap();
    write(&site.join("scalewalk-app-1a_bg.wasm"), whole()).unwrap();
    run(&site).unwrap();
    let index = read(&site.join("index.html")).unwrap();
    let name = page_module(&index).unwrap().to_owned();
    let both = [name.clone(), name.replace(FIRST, REST)].map(|name| site.join(name).is_file());
    let old = site.join("scalewalk-app-1a_bg.wasm").exists();
    run(&site).unwrap();
    let again = read(&site.join("index.html")).unwrap();
    std::fs::remove_dir_all(&site).unwrap();
    assert_eq!((both, old, index.matches(&name).count(), again), ([true; 2], false, 2, index));
}

#[test]
fn hashes_of_crates_are_left_out_and_words_are_whole() {
    let name = "<core[c5930c85a12de822]::slice::Iter<[u8]> as app[94a76b5612dd45c4]::View>::draw::{closure#0}";
    let plain = without_hashes(name);
    assert_eq!(plain, "<core::slice::Iter<[u8]> as app::View>::draw::{closure#0}");
    assert!(["View>::draw", "core::", "::draw::{", "app::View"].iter().all(|part| has(&plain, part)));
    assert!(["^core::slice", "^core::"].iter().all(|part| has(&plain, part)));
    assert!(!["^app::View", "^core::sli"].iter().any(|part| has(&plain, part)));
    assert!(!["View>::dra", "core::slice::It", "sketch"].iter().any(|part| has(&plain, part)));
}
