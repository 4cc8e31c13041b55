//! What a view is made of.

use std::borrow::Cow;

use reactive_graph::computed::Memo;
use reactive_graph::owner::LocalStorage;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::Get;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::keyed::Item;

/// An element of `view!`: what is fixed, and what its holes are.
#[derive(Debug, PartialEq, Eq)]
pub struct Markup {
    /// The fixed part. `<!>` is a hole for a child, `_=2` says that two attributes are holes.
    pub html: &'static str,
    /// A name for each hole, in the order of the document: none for a child; `.name` for a class, `:name` for a
    /// property, `@name` for an event, `=` for inner markup, `node_ref`; else an attribute.
    pub holes: &'static [&'static str],
}

/// A view or a value in one, of any kind.
pub enum AnyView {
    /// Nothing; an attribute that is not there.
    Empty,
    /// A text.
    Text(Cow<'static, str>),
    /// An attribute without value, a class or a property that is there or not.
    Bool(bool),
    /// An element.
    Markup(&'static Markup, Vec<AnyView>),
    /// One after the other.
    List(Vec<AnyView>),
    /// One after the other, each kept with its element for as long as its key is there.
    Keyed(Vec<Item>),
    /// Worked out anew when what it reads has changed.
    Live(Box<dyn FnMut() -> AnyView>),
    /// What happens on an event.
    Handler(Box<dyn FnMut(Event)>),
    /// Told which element it is.
    Ref(RwSignal<Option<Element>, LocalStorage>),
}

/// What can stand in a view.
pub trait IntoView {
    /// As a view.
    fn into_any(self) -> AnyView;
}

impl IntoView for AnyView {
    fn into_any(self) -> AnyView {
        self
    }
}

impl IntoView for () {
    fn into_any(self) -> AnyView {
        AnyView::Empty
    }
}

impl IntoView for bool {
    fn into_any(self) -> AnyView {
        AnyView::Bool(self)
    }
}

impl IntoView for &'static str {
    fn into_any(self) -> AnyView {
        AnyView::Text(Cow::Borrowed(self))
    }
}

impl IntoView for String {
    fn into_any(self) -> AnyView {
        AnyView::Text(Cow::Owned(self))
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl IntoView for $number {
            fn into_any(self) -> AnyView {
                self.to_string().into_any()
            }
        })*
    };
}
numbers!(u8 i32 u32 usize f64);

impl<T: IntoView> IntoView for Option<T> {
    fn into_any(self) -> AnyView {
        self.map_or(AnyView::Empty, T::into_any)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_any(self) -> AnyView {
        AnyView::List(self.into_iter().map(T::into_any).collect())
    }
}

impl<T: IntoView, F: FnMut() -> T + 'static> IntoView for F {
    fn into_any(mut self) -> AnyView {
        AnyView::Live(Box::new(move || self().into_any()))
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> IntoView for Memo<T> {
    fn into_any(self) -> AnyView {
        (move || self.get()).into_any()
    }
}

/// A value for `on:`.
pub fn on<E: JsCast>(mut handler: impl FnMut(E) + 'static) -> AnyView {
    AnyView::Handler(Box::new(move |event| handler(event.unchecked_into())))
}
