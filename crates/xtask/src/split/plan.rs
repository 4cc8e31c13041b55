//! Which function is where.

use super::module::{Module, named_in};
use crate::shell::Outcome;
use std::collections::BTreeSet;

/// The export that loads the rest: see `crates/app/src/rest.rs`.
pub const LOAD: &str = "load_rest";

/// Which functions make the rest, and who calls whom across the border. All in ascending order.
pub struct Plan {
    /// The functions of the rest: what is listed, and what nothing else calls.
    pub rest: BTreeSet<u32>,
    /// Those of them that the first module calls, in the order of their places in the table.
    pub called: Vec<u32>,
    /// Functions of the first module that the rest calls.
    pub lent: Vec<u32>,
    /// The function that loads the rest.
    pub load: u32,
    /// Where the places of the rest begin in the table.
    pub first_place: u32,
}

impl Plan {
    /// `listed` tells by its name and its bytes what belongs to the rest. What loads the rest cannot be part of it.
    pub fn of(module: &Module<'_>, listed: impl Fn(&str, usize) -> bool) -> Outcome<Self> {
        if let Some(foreign) = &module.foreign {
            return Err(format!("The page's module cannot be split: {foreign}"));
        }
        let load = *module.exports.get(LOAD).ok_or_else(|| format!("The page's module has no `{LOAD}`."))?;
        let mut named: Vec<Vec<u32>> = vec![Vec::new(); module.imported as usize];
        for body in &module.bodies {
            named.push(named_in(body).map_err(|error| format!("The page's module cannot be read: {error}"))?);
        }
        let needed = reached(load, &named);
        let bytes = |f: &u32| module.bodies.get((f - module.imported) as usize).map_or(0, |body| body.range().len());
        let is_rest = |f: &u32| module.names.get(f).is_some_and(|name| listed(name, bytes(f))) && !needed.contains(f);
        let mut rest: BTreeSet<u32> = (module.imported..module.functions.len() as u32).filter(is_rest).collect();
        let kept = module.in_tables.iter().chain(module.exports.values()).chain(&needed).copied().collect();
        follow(&mut rest, &named, module.imported, &kept);
        let (mut called, mut lent) = (BTreeSet::new(), BTreeSet::new());
        called.extend(module.in_tables.iter().chain(module.exports.values()).filter(|f| rest.contains(f)));
        for (caller, named) in (0..).zip(&named) {
            let across = named.iter().filter(|f| rest.contains(f) != rest.contains(&caller));
            if rest.contains(&caller) { &mut lent } else { &mut called }.extend(across);
        }
        let first_place = module.tables.first().map_or(0, |table| table.initial as u32);
        Ok(Self { rest, called: called.into_iter().collect(), lent: lent.into_iter().collect(), load, first_place })
    }

    /// The place of a function in the table.
    pub fn place(&self, function: u32) -> Option<u32> {
        self.called.binary_search(&function).ok().map(|i| self.first_place + i as u32)
    }

    /// How large the table is with all of them.
    pub fn places(&self) -> u32 {
        self.first_place + self.called.len() as u32
    }
}

/// Adds to the rest what only the rest names. What is `kept` can be reached in other ways.
fn follow(rest: &mut BTreeSet<u32>, named: &[Vec<u32>], imported: u32, kept: &BTreeSet<u32>) {
    let mut callers: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); named.len()];
    for (caller, named) in (0..).zip(named) {
        // Who calls itself is no caller.
        named.iter().filter(|f| **f != caller).for_each(|f| callers[*f as usize].extend([caller]));
    }
    let mut next: Vec<u32> = rest.iter().copied().collect();
    while let Some(function) = next.pop() {
        for f in &named[function as usize] {
            if *f >= imported && !kept.contains(f) && callers[*f as usize].is_subset(rest) && rest.insert(*f) {
                next.push(*f);
            }
        }
    }
}

/// All that is reached by calls from `from`.
fn reached(from: u32, named: &[Vec<u32>]) -> BTreeSet<u32> {
    let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
    while let Some(function) = next.pop() {
        next.extend(named.get(function as usize).into_iter().flatten().filter(|f| seen.insert(**f)));
    }
    seen
}

/// What the first module exports something as, for the rest.
pub fn lent_as(kind: char, index: u32) -> String {
    format!("_{kind}{index:x}")
}
