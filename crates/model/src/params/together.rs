//! Several values at once, such as those of an address: in whatever order they stand, the same is made of them.

use super::{Param, ParamError, all};
use crate::config::Config;

/// Sets `values` in `config`; the last of several for one parameter. What is too much together with the others is left
/// out: a value is refused only if it cannot be borne with all that were set, and which of several has to go follows
/// from their order in the registry. Gives the places of those refused, ascending, and why.
pub fn apply_all(config: &mut Config, values: &[(&Param, f64)]) -> Vec<(usize, ParamError)> {
    let last = |param: &Param| values.iter().rposition(|(set, _)| set.id == param.id);
    let mut open: Vec<usize> = all().iter().filter_map(last).collect();
    loop {
        let mut refused = Vec::new();
        for i in &open {
            let (param, value) = values[*i];
            if let Err(error) = param.apply(config, value) {
                refused.push((*i, error));
            }
        }
        // What was set after it may have made room for it.
        if refused.is_empty() || refused.len() == open.len() {
            refused.sort_by_key(|(i, _)| *i);
            return refused;
        }
        open = refused.into_iter().map(|(i, _)| i).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Database, Topology};
    use crate::params::find;

    fn set(values: &[(&str, f64)]) -> (Config, Vec<String>) {
        let mut config = Config::new(Topology { database: Database::Own, ..Topology::BARE });
        config.requests_per_day = 1000.0;
        config.users = 1e5;
        let values: Vec<_> = values.iter().map(|(id, value)| (find(id).unwrap(), *value)).collect();
        let refused = apply_all(&mut config, &values);
        let names = refused.iter().map(|(i, error)| {
            assert_eq!(values[*i].0.id, error.param);
            error.param.clone()
        });
        (config, names.collect())
    }

    #[test]
    fn what_is_too_much_together_is_refused_in_any_order() {
        for values in [[("users", 1e8), ("requests", 900.0)], [("requests", 900.0), ("users", 1e8)]] {
            let (config, refused) = set(&values);
            assert_eq!(refused, ["users"]);
            assert_eq!((config.users, config.requests_per_day), (1e5, 900.0));
        }
    }

    #[test]
    fn what_is_bearable_in_the_end_is_set_in_any_order() {
        for values in [[("users", 1e8), ("requests", 10.0)], [("requests", 10.0), ("users", 1e8)]] {
            let (config, refused) = set(&values);
            assert!(refused.is_empty(), "{refused:?}");
            assert_eq!((config.users, config.requests_per_day), (1e8, 10.0));
        }
    }

    #[test]
    fn the_last_of_several_values_counts() {
        let (config, refused) = set(&[("users", 1e8), ("users", 2e5)]);
        assert!(refused.is_empty());
        assert_eq!(config.users, 2e5);
        assert_eq!(set(&[("users", -1.0)]).1, ["users"]);
    }
}
