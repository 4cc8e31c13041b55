//! What splitting has to know of a module.

use std::collections::HashMap;
use wasmparser::{
    BinaryReaderError, ExternalKind, FuncType, FunctionBody, GlobalType, KnownCustom, MemoryType, Name, Operator,
    Parser, Payload, TableType, TypeRef, TypeSectionReader,
};

type Parsed<T> = Result<T, BinaryReaderError>;

/// A module of one memory, which imports nothing but functions. A function's number counts imported ones first.
#[derive(Default)]
pub struct Module<'a> {
    pub type_section: Option<TypeSectionReader<'a>>,
    pub types: Vec<FuncType>,
    /// The type of each function.
    pub functions: Vec<u32>,
    /// How many of them are imported.
    pub imported: u32,
    pub tables: Vec<TableType>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<GlobalType>,
    /// The exported functions.
    pub exports: HashMap<&'a str, u32>,
    /// The functions in tables.
    pub in_tables: Vec<u32>,
    /// The functions that are not imported.
    pub bodies: Vec<FunctionBody<'a>>,
    pub names: HashMap<u32, &'a str>,
    /// What has no place here, if there is something.
    pub foreign: Option<String>,
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Parsed<Self> {
        let mut module = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload?)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Parsed<()> {
        match payload {
            Payload::TypeSection(types) => {
                self.type_section = Some(types.clone());
                self.types = types.into_iter_err_on_gc_types().collect::<Parsed<_>>()?;
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(kind) => self.functions.push(kind),
                        _ => self.foreign = Some(format!("it imports `{}`, which is no function.", import.name)),
                    }
                }
                self.imported = self.functions.len() as u32;
            }
            Payload::FunctionSection(functions) => {
                self.functions.extend(functions.into_iter().collect::<Parsed<Vec<_>>>()?);
            }
            Payload::TableSection(tables) => {
                self.tables = tables.into_iter().map(|table| Ok(table?.ty)).collect::<Parsed<_>>()?;
            }
            Payload::MemorySection(memories) => self.memories = memories.into_iter().collect::<Parsed<_>>()?,
            Payload::GlobalSection(globals) => {
                self.globals = globals.into_iter().map(|global| Ok(global?.ty)).collect::<Parsed<_>>()?;
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.insert(export.name, export.index);
                    }
                }
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    if let wasmparser::ElementItems::Functions(functions) = element?.items {
                        self.in_tables.extend(functions.into_iter().collect::<Parsed<Vec<_>>>()?);
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        if let Name::Function(functions) = name? {
                            for function in functions {
                                let function = function?;
                                self.names.insert(function.index, function.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The functions that are not imported, with their numbers.
    pub fn own(&self) -> impl Iterator<Item = (u32, &FunctionBody<'a>)> {
        (self.imported..).zip(&self.bodies)
    }

    /// The type of a function.
    pub fn type_of(&self, function: u32) -> Option<&FuncType> {
        self.types.get(*self.functions.get(function as usize)? as usize)
    }
}

/// The functions that a body names.
pub fn named_in(body: &FunctionBody<'_>) -> Parsed<Vec<u32>> {
    let mut named = Vec::new();
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        match operators.read()? {
            Operator::Call { function_index }
            | Operator::ReturnCall { function_index }
            | Operator::RefFunc { function_index } => named.push(function_index),
            _ => {}
        }
    }
    Ok(named)
}
