//! The module with what a stage does not need to run.

use super::module::Module;
use super::plan::{Plan, lent_as};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection, ImportSection, TypeSection,
};

/// Numbers the functions anew: those that are lent, then its own.
struct Rest<'p> {
    plan: &'p Plan,
    own: Vec<u32>,
}

impl Reencode for Rest<'_> {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let lent = self.plan.lent.binary_search(&function);
        let own = || self.own.binary_search(&function).map(|i| self.plan.lent.len() + i);
        // Whatever is named is one or the other.
        Ok(lent.or_else(|_| own()).unwrap_or_default() as u32)
    }
}

/// The rest of `module`. It has everything that it needs from the exports of the first, and fills its places in the table.
pub fn write(module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, String> {
    encode(module, plan).map_err(|error| error.to_string())
}

fn encode(module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, Error> {
    let mut rest = Rest { plan, own: plan.rest.iter().copied().collect() };
    let mut types = TypeSection::new();
    if let Some(section) = module.type_section.clone() {
        rest.parse_type_section(&mut types, section)?;
    }
    let mut imports = ImportSection::new();
    let mut import = |kind, index, what: EntityType| {
        imports.import("", &lent_as(kind, index), what);
    };
    for function in &plan.lent {
        import('f', *function, EntityType::Function(module.functions[*function as usize]));
    }
    // All of them, so that they keep their numbers.
    for (i, table) in (0..).zip(&module.tables) {
        import('t', i, EntityType::Table(wasm_encoder::TableType { maximum: None, ..rest.table_type(*table)? }));
    }
    for (i, memory) in (0..).zip(&module.memories) {
        import('m', i, EntityType::Memory(wasm_encoder::MemoryType { maximum: None, ..rest.memory_type(*memory)? }));
    }
    for (i, global) in (0..).zip(&module.globals) {
        import('g', i, EntityType::Global(rest.global_type(*global)?));
    }
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for (function, body) in module.own().filter(|(function, _)| plan.rest.contains(function)) {
        functions.function(module.functions[function as usize]);
        rest.parse_function_body(&mut code, body.clone())?;
    }
    let called = plan.called.iter().map(|function| rest.function_index(*function)).collect::<Result<Vec<_>, _>>()?;
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(plan.first_place as i32), Elements::Functions(called.into()));
    let mut out = wasm_encoder::Module::new();
    out.section(&types).section(&imports).section(&functions).section(&elements).section(&code);
    Ok(out.finish())
}
