//! A way from the code to an element of a view.

use std::marker::PhantomData;

use reactive_graph::owner::LocalStorage;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetUntracked};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::view::{AnyView, IntoView};

/// Names of elements.
pub mod html {
    /// `<canvas>`.
    pub type Canvas = web_sys::HtmlCanvasElement;
    /// `<details>`.
    pub type Details = web_sys::HtmlElement;
    /// `<dialog>`.
    pub type Dialog = web_sys::HtmlDialogElement;
    /// `<div>`.
    pub type Div = web_sys::HtmlElement;
    /// `<span>`.
    pub type Span = web_sys::HtmlElement;
}

/// The element of a view that has it as `node_ref=`, once there is one. Cheap to copy.
pub struct NodeRef<T> {
    element: RwSignal<Option<Element>, LocalStorage>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for NodeRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeRef<T> {}

impl<T: JsCast> NodeRef<T> {
    /// For an element that is still to come.
    pub fn new() -> Self {
        Self { element: RwSignal::new_local(None), kind: PhantomData }
    }

    /// The element; who reads it hears of it.
    pub fn get(&self) -> Option<T> {
        self.element.get().map(JsCast::unchecked_into)
    }

    /// The element.
    pub fn get_untracked(&self) -> Option<T> {
        self.element.get_untracked().map(JsCast::unchecked_into)
    }

    /// The element, or nothing if the view is gone.
    pub fn try_get_untracked(&self) -> Option<Option<T>> {
        self.element.try_get_untracked().map(|element| element.map(JsCast::unchecked_into))
    }
}

impl<T> IntoView for NodeRef<T> {
    fn into_any(self) -> AnyView {
        AnyView::Ref(self.element)
    }
}
