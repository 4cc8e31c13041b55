//! Reactive pieces of one type each. A closure in a view is compiled together with all that is needed to run,
//! change and drop it, and each closure anew; in a box it is compiled once. The page is a third smaller for it.

use leptos::prelude::*;

/// An attribute that changes.
pub fn live<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    type Value<T> = Box<dyn Fn() -> T + Send + Sync>;
    let value: Value<T> = Box::new(value);
    Signal::derive(value)
}

/// A part of a view that changes.
pub type Part = Box<dyn FnMut() -> AnyView + Send>;

/// A part of a view that changes.
pub fn part<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> Part {
    Box::new(move || view().into_any())
}

/// A part of a view that is not always there.
pub fn maybe<V: IntoView + 'static>(mut view: impl FnMut() -> Option<V> + Send + 'static) -> Part {
    Box::new(move || view().map_or_else(|| ().into_any(), |view| view.into_any()))
}

/// A list of views.
pub trait Views {
    /// All of them, of one type.
    fn views(self) -> Vec<AnyView>;
}

impl<I: IntoIterator> Views for I
where
    I::Item: IntoView + 'static,
{
    fn views(self) -> Vec<AnyView> {
        self.into_iter().map(|view| view.into_any()).collect()
    }
}

/// What happens on an event.
pub fn act<E: 'static>(handler: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handler)
}

/// A value that is worked out when what it reads has changed.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
    type Value<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;
    let value: Value<T> = Box::new(value);
    Memo::new(value)
}

/// What is done anew when what it reads has changed.
pub fn effect<T: 'static>(work: impl FnMut(Option<T>) -> T + 'static) {
    type Work<T> = Box<dyn FnMut(Option<T>) -> T>;
    let work: Work<T> = Box::new(work);
    Effect::new(work);
}
