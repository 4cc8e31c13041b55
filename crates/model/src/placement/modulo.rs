//! Modulo: the simplest rule, under which nearly all keys move when the number of nodes changes.

/// The owner of a key with `hash` among `nodes`, in their order; none without nodes.
pub(super) fn owner(nodes: &[u16], hash: u64) -> Option<u16> {
    let place = hash.checked_rem(nodes.len() as u64)?;
    nodes.get(place as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_take_turns() {
        let found: Vec<_> = (0..5).filter_map(|hash| owner(&[4, 6, 9], hash)).collect();
        assert_eq!(found, [4, 6, 9, 4, 6]);
        assert_eq!(owner(&[], 1), None);
    }
}
