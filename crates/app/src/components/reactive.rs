//! Reactive pieces in boxes. A closure that is handed on as it is is compiled together with all that it is handed
//! to, and each closure anew; in a box that is compiled once.

use crate::dom::{AnyView, Effect, IntoView, Memo};

/// An attribute that changes.
pub fn live<V: IntoView>(value: impl FnMut() -> V + 'static) -> AnyView {
    value.into_any()
}

/// A part of a view that changes.
pub fn part<V: IntoView>(view: impl FnMut() -> V + 'static) -> AnyView {
    view.into_any()
}

/// A part of a view that is not always there.
pub fn maybe<V: IntoView>(view: impl FnMut() -> Option<V> + 'static) -> AnyView {
    view.into_any()
}

/// A list of views.
pub trait Views {
    /// All of them, as one.
    fn views(self) -> AnyView;
}

impl<I: IntoIterator> Views for I
where
    I::Item: IntoView,
{
    fn views(self) -> AnyView {
        AnyView::List(self.into_iter().map(IntoView::into_any).collect())
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

/// What is done anew when what it reads has changed; it is given what it gave the last time.
pub fn effect<T: 'static>(mut work: impl FnMut(Option<T>) -> T + 'static) {
    let mut last = None;
    let work: Box<dyn FnMut()> = Box::new(move || last = Some(work(last.take())));
    run(work);
}

fn run(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| work());
}
