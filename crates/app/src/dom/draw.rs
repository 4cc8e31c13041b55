//! Views on the page: made, brought up to date, taken away.

use std::borrow::Cow;

use reactive_graph::effect::RenderEffect;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, Node};

use super::keyed::Kept;
use super::page::document;
use super::view::{AnyView, Markup};
use super::{attribute, keyed, template};

/// A view that is on the page.
pub enum State {
    /// The value of an attribute.
    Value(AnyView),
    /// A comment that keeps the place.
    Empty(Node),
    /// A text.
    Text(Node, Cow<'static, str>),
    /// An element with the values in its holes.
    Element(&'static Markup, Node, Vec<(Place, State)>),
    /// Views, and the comment behind them.
    List(Vec<State>, Node),
    /// Elements with keys, and the comment behind them.
    Keyed(Vec<Kept>, Node),
    /// What shows a view anew when that has changed, and the comment behind it.
    Live(RenderEffect<State>, Node),
    /// What hears an event.
    Listener(Closure<dyn FnMut(Event)>),
}

/// Where a value stands.
pub enum Place {
    /// Before this node.
    Before(Node),
    /// In this attribute, class, property or event.
    In(Element, &'static str),
}

impl Place {
    /// Shows a view in place of the old one.
    fn put(&self, view: AnyView, old: Option<State>) -> State {
        match (self, old) {
            (Self::In(element, name), old) => attribute::put(element, name, view, old),
            (Self::Before(_), Some(old)) => update(view, old),
            (Self::Before(next), None) => fresh(next, false, view),
        }
    }
}

/// Shows what `value` says, now and whenever that has changed.
pub fn live(place: Place, mut value: Box<dyn FnMut() -> AnyView>, old: Option<State>) -> RenderEffect<State> {
    RenderEffect::new_with_value(move |old| place.put(value(), old), old)
}

/// A new view before `next`. `own` says that `next` is a comment which this view may have for itself.
pub fn fresh(next: &Node, own: bool, view: AnyView) -> State {
    let end = || if own { next.clone() } else { comment(next) };
    let place = |node: Node| {
        insert(&node, next);
        if own {
            detach(next);
        }
        node
    };
    match view {
        AnyView::Text(text) => State::Text(place(document().create_text_node(&text).into()), text),
        AnyView::Markup(markup, values) => match template::copy(markup) {
            Some((root, holes)) => {
                let mut slots = Vec::with_capacity(holes.len());
                for ((hole, name), value) in holes.into_iter().zip(markup.holes).zip(values) {
                    slots.push(slot(hole, name, value));
                }
                State::Element(markup, place(root), slots)
            }
            None => State::Empty(end()),
        },
        AnyView::List(views) => {
            let end = end();
            State::List(views.into_iter().map(|view| fresh(&end, false, view)).collect(), end)
        }
        AnyView::Keyed(items) => {
            let end = end();
            State::Keyed(keyed::put(items, Vec::new(), &end), end)
        }
        AnyView::Live(value) => {
            let end = end();
            State::Live(live(Place::Before(end.clone()), value, None), end)
        }
        AnyView::Bool(_) | AnyView::Empty | AnyView::Handler(_) | AnyView::Ref(_) => State::Empty(end()),
    }
}

fn slot(hole: Node, name: &'static str, value: AnyView) -> (Place, State) {
    use wasm_bindgen::JsCast;
    if name.is_empty() {
        let state = fresh(&hole, true, value);
        (Place::Before(hole), state)
    } else {
        let element = hole.unchecked_into();
        let state = attribute::put(&element, name, value, None);
        (Place::In(element, name), state)
    }
}

/// Brings a view up to date. One of another kind takes its place.
fn update(view: AnyView, old: State) -> State {
    match (view, old) {
        (AnyView::Text(new), State::Text(node, text)) => {
            if new != text {
                node.set_text_content(Some(&new));
            }
            State::Text(node, new)
        }
        (AnyView::Empty, old @ State::Empty(_)) => old,
        (AnyView::Markup(new, values), State::Element(markup, root, slots)) if new == markup => {
            let put = |((place, old), value): ((Place, State), AnyView)| {
                let state = place.put(value, Some(old));
                (place, state)
            };
            State::Element(markup, root, slots.into_iter().zip(values).map(put).collect())
        }
        (AnyView::List(views), State::List(old, end)) => {
            let mut old = old.into_iter();
            let put = |view| match old.next() {
                Some(old) => update(view, old),
                None => fresh(&end, false, view),
            };
            let new = views.into_iter().map(put).collect();
            old.for_each(State::remove);
            State::List(new, end)
        }
        (AnyView::Keyed(items), State::Keyed(old, end)) => State::Keyed(keyed::put(items, old, &end), end),
        (AnyView::Live(value), State::Live(effect, end)) => {
            let old = effect.take_value();
            State::Live(live(Place::Before(end.clone()), value, old), end)
        }
        (view, old) => {
            let new = fresh(old.last(), false, view);
            old.remove();
            new
        }
    }
}

impl State {
    /// Its last node.
    pub fn last(&self) -> &Node {
        match self {
            Self::Empty(node)
            | Self::Text(node, _)
            | Self::Element(_, node, _)
            | Self::List(_, node)
            | Self::Keyed(_, node)
            | Self::Live(_, node) => node,
            Self::Value(_) | Self::Listener(_) => unreachable!("not a child"),
        }
    }

    /// Takes it off the page.
    pub fn remove(self) {
        detach(self.last());
        match self {
            Self::List(all, _) => all.into_iter().for_each(Self::remove),
            Self::Keyed(all, _) => keyed::remove(all),
            Self::Live(effect, _) => effect.take_value().into_iter().for_each(Self::remove),
            element => element.end(),
        }
    }

    /// Ends all that is live in what is off the page already. An effect that is only dropped holds those inside it until
    /// its task has its turn; by then one of them may have run, and read what its owner has cleaned up.
    pub fn end(self) {
        match self {
            Self::Element(_, _, slots) => slots.into_iter().for_each(|(_, state)| state.end()),
            Self::List(all, _) => all.into_iter().for_each(Self::end),
            Self::Keyed(all, _) => keyed::end(all),
            Self::Live(effect, _) => effect.take_value().into_iter().for_each(Self::end),
            _ => {}
        }
    }
}

fn comment(next: &Node) -> Node {
    let comment = document().create_comment("").into();
    insert(&comment, next);
    comment
}

/// Puts a node before another.
pub fn insert(node: &Node, next: &Node) {
    if let Some(parent) = next.parent_node() {
        let _ = parent.insert_before(node, Some(next));
    }
}

fn detach(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}
