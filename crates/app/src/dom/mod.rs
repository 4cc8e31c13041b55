//! From views to the page: a small layer over the DOM that knows one type of view, so that no element, closure or
//! component of the page is compiled together with machinery of its own. The signals are those of Leptos.
//!
//! A view is fixed markup with values in its holes ([`AnyView`]); `view!` writes it. The first time it is put on the
//! page the browser reads the markup, later it copies it. A view from the same place in the code that comes again
//! keeps its elements, with focus and all; only the values that have changed are written.

mod attribute;
mod draw;
mod keyed;
mod node_ref;
mod page;
mod template;
mod view;

pub use reactive_graph::computed::Memo;
pub use reactive_graph::effect::Effect;
pub use reactive_graph::graph::untrack;
pub use reactive_graph::owner::{LocalStorage, StoredValue, expect_context, on_cleanup, provide_context};
pub use reactive_graph::prelude::*;
pub use reactive_graph::signal::RwSignal;
pub use scalewalk_view::{component, view};

pub use keyed::keyed;
pub use node_ref::{NodeRef, html};
pub use page::{
    debounce, document, event_target_value, mount, request_animation_frame, set_timeout, window, window_event_listener,
};
pub use view::{AnyView, IntoView, Markup, on};
