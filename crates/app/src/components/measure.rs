//! How wide a part of the page is, kept up to date.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::reactive::effect;
use crate::dom::*;

/// An observer with what it calls.
type Watch = (web_sys::ResizeObserver, Closure<dyn Fn()>);

/// The width of `node` in pixels; 0 until it is on the page.
pub fn width_of(node: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(0.0);
    let kept: StoredValue<Option<Watch>, LocalStorage> = StoredValue::new_local(None);
    let stop = move || {
        if let Some(Some((observer, _))) = kept.try_update_value(Option::take) {
            observer.disconnect();
        }
    };
    effect(move |_| {
        let Some(element) = node.get() else { return };
        stop();
        let look = move || {
            let Some(Some(element)) = node.try_get_untracked() else { return };
            let now = f64::from(element.client_width());
            if width.try_get_untracked().is_some_and(|old| old != now) {
                width.set(now);
            }
        };
        let callback = Closure::<dyn Fn()>::new(look);
        if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            observer.observe(&element);
            kept.set_value(Some((observer, callback)));
        }
        look();
    });
    on_cleanup(stop);
    width
}
