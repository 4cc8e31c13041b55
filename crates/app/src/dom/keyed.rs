//! A list whose elements are kept for as long as their keys are there.

use reactive_graph::graph::untrack;
use reactive_graph::owner::Owner;
use web_sys::Node;

use super::draw::{self, State};
use super::view::{AnyView, IntoView};

/// What is to be shown: its key, and how it is made if it is not there yet.
type Make = Box<dyn FnOnce() -> AnyView>;

/// An element of such a list.
pub struct Item {
    key: String,
    owner: Owner,
    make: Make,
}

/// One of them on the page.
pub struct Kept {
    key: String,
    /// Lives as long as the element.
    _owner: Owner,
    state: State,
}

/// For each of `all` the one element that `view` makes of it, for as long as a value that is written the same is there.
pub fn keyed<T: 'static, V: IntoView>(
    all: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    view: impl Fn(T) -> V + Clone + 'static,
) -> AnyView {
    // Not the closure's own, which is cleaned up each time that it runs.
    let parent = Owner::current().unwrap_or_default();
    AnyView::Live(Box::new(move || {
        let item = |value: T| {
            let (key, view) = (key(&value), view.clone());
            Item { key, owner: parent.clone(), make: Box::new(move || view(value).into_any()) }
        };
        AnyView::Keyed(all().into_iter().map(item).collect())
    }))
}

/// Brings the list in front of `end` up to date.
pub fn put(items: Vec<Item>, mut old: Vec<Kept>, end: &Node) -> Vec<Kept> {
    let mut new = Vec::with_capacity(items.len());
    for Item { key, owner, make } in items {
        new.push(match old.iter().position(|kept| kept.key == key) {
            Some(index) => old.swap_remove(index),
            None => {
                let owner = owner.child();
                let state = owner.with(|| untrack(|| draw::fresh(end, false, make())));
                Kept { key, _owner: owner, state }
            }
        });
    }
    remove(old);
    // Only what stands in a wrong place is moved: to move an element takes the focus from it.
    let mut next = end.clone();
    for kept in new.iter().rev() {
        let node = kept.state.last();
        if node.next_sibling().as_ref() != Some(&next) {
            draw::insert(node, &next);
        }
        next = node.clone();
    }
    new
}

/// Takes all of them away.
pub fn remove(all: Vec<Kept>) {
    for kept in all {
        kept.state.remove();
    }
}

/// Ends all that is live in them.
pub fn end(all: Vec<Kept>) {
    for kept in all {
        kept.state.end();
    }
}
