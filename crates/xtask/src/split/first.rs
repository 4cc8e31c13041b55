//! The module that a stage needs to run.

use super::module::Module;
use super::plan::{Plan, lent_as};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, ExportKind, ExportSection, Function, FunctionSection, TableSection};

type Written = Result<(), Error>;

struct First<'p> {
    module: &'p Module<'p>,
    plan: &'p Plan,
    /// The number of the type of functions without parameters and results.
    plain: u32,
    tables: u32,
}

/// The first module of `whole`.
pub fn write(whole: &[u8], module: &Module<'_>, plan: &Plan) -> Result<Vec<u8>, String> {
    let plain = module.types.iter().position(|kind| kind.params().is_empty() && kind.results().is_empty());
    let plain = plain.ok_or("no function is without parameters.")? as u32;
    let mut out = wasm_encoder::Module::new();
    let mut first = First { module, plan, plain, tables: 0 };
    let parser = wasmparser::Parser::new(0);
    first.parse_core_module(&mut out, parser, whole).map_err(|error| error.to_string())?;
    Ok(out.finish())
}

impl First<'_> {
    /// The number of the function that sees to it that the rest is there: the last.
    fn need(&self) -> u32 {
        self.module.functions.len() as u32
    }

    /// In place of a function of the rest.
    fn stand_in(&self, function: u32) -> Function {
        let mut body = Function::new([]);
        let mut code = body.instructions();
        if let (Some(place), Some(kind)) = (self.plan.place(function), self.module.type_of(function)) {
            code.call(self.need());
            for i in 0..kind.params().len() {
                code.local_get(i as u32);
            }
            code.i32_const(place as i32).call_indirect(0, self.module.functions[function as usize]);
        } else {
            // Nobody in this module calls it.
            code.unreachable();
        }
        code.end();
        body
    }
}

impl Reencode for First<'_> {
    type Error = Infallible;

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Written {
        utils::parse_function_section(self, functions, section)?;
        functions.function(self.plain);
        Ok(())
    }

    fn parse_table(&mut self, tables: &mut TableSection, mut table: wasmparser::Table<'_>) -> Written {
        if self.tables == 0 {
            let places = u64::from(self.plan.places());
            table.ty.initial = places;
            table.ty.maximum = table.ty.maximum.map(|most| most.max(places));
        }
        self.tables += 1;
        utils::parse_table(self, tables, table)
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Written {
        utils::parse_export_section(self, exports, section)?;
        for function in &self.plan.lent {
            exports.export(&lent_as('f', *function), ExportKind::Func, *function);
        }
        let module = self.module;
        let others = [
            ('t', ExportKind::Table, module.tables.len()),
            ('m', ExportKind::Memory, module.memories.len()),
            ('g', ExportKind::Global, module.globals.len()),
        ];
        for (letter, kind, count) in others {
            for i in 0..count as u32 {
                exports.export(&lent_as(letter, i), kind, i);
            }
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: wasmparser::CodeSectionReader<'_>) -> Written {
        for (function, body) in self.module.own() {
            if self.plan.rest.contains(&function) {
                code.function(&self.stand_in(function));
            } else {
                code.raw(body.as_bytes());
            }
        }
        let mut need = Function::new([]);
        let mut body = need.instructions();
        if !self.plan.called.is_empty() {
            // The rest fills all its places at once.
            body.i32_const(self.plan.first_place as i32).table_get(0).ref_is_null();
            body.if_(wasm_encoder::BlockType::Empty).call(self.plan.load).end();
        }
        body.end();
        code.function(&need);
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Written {
        // Names, which nobody reads any more.
        Ok(())
    }
}
