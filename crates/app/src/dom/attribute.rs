//! A value in an attribute, a class, a property or an event of an element.

use reactive_graph::owner::Owner;
use reactive_graph::traits::Set;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use super::draw::{Place, State, live};
use super::view::AnyView;

/// Writes `value` where `old` was, unless that is the same.
pub fn put(element: &Element, name: &'static str, value: AnyView, old: Option<State>) -> State {
    match value {
        AnyView::Live(value) => {
            let old = match old {
                Some(State::Live(effect, _)) => effect.take_value(),
                old => old,
            };
            State::Live(live(Place::In(element.clone(), name), value, old), element.clone().into())
        }
        AnyView::Handler(mut handler) => {
            let event = &name[1..];
            if let Some(State::Listener(old)) = old {
                let _ = element.remove_event_listener_with_callback(event, old.as_ref().unchecked_ref());
            }
            // What the handler makes lives as long as the view.
            let owner = Owner::current().unwrap_or_default();
            let handler: Box<dyn FnMut(Event)> = Box::new(move |event| owner.with(|| handler(event)));
            let listener = Closure::wrap(handler);
            let _ = element.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            State::Listener(listener)
        }
        AnyView::Ref(node_ref) => {
            node_ref.set(Some(element.clone()));
            State::Value(AnyView::Empty)
        }
        value => {
            let old = match &old {
                Some(State::Value(old)) => old,
                _ => &AnyView::Empty,
            };
            if !same(old, &value) {
                write(element, name, &value);
            }
            State::Value(value)
        }
    }
}

fn same(a: &AnyView, b: &AnyView) -> bool {
    match (a, b) {
        (AnyView::Text(a), AnyView::Text(b)) => a == b,
        (AnyView::Bool(a), AnyView::Bool(b)) => a == b,
        (AnyView::Empty, AnyView::Empty | AnyView::Bool(false)) | (AnyView::Bool(false), AnyView::Empty) => true,
        _ => false,
    }
}

fn write(element: &Element, name: &str, value: &AnyView) {
    let there = match value {
        AnyView::Text(text) => Some(&**text),
        AnyView::Bool(true) => Some(""),
        _ => None,
    };
    let _ = match (name.split_at(1), there) {
        ((".", class), _) => element.class_list().toggle_with_force(class, there.is_some()).map(drop),
        ((":", property), _) => {
            let value = if let AnyView::Text(text) = value { JsValue::from_str(text) } else { there.is_some().into() };
            js_sys::Reflect::set(element, &property.into(), &value).map(drop)
        }
        (("=", _), _) => {
            element.set_inner_html(there.unwrap_or_default());
            Ok(())
        }
        (_, Some(text)) => element.set_attribute(name, text),
        (_, None) => element.remove_attribute(name),
    };
}
