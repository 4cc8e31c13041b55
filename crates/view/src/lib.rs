//! The macros in which the components of the page are written: `view!` and `#[component]`, with the syntax of
//! Leptos. What they write calls `crate::dom` of the page.

mod component;
mod markup;
mod view;

use proc_macro::TokenStream;

/// Markup with values in it, as one `crate::dom::AnyView`.
///
/// What is fixed becomes one text, which the browser reads once; only what is in braces or behind `=` is code.
/// Attributes: `name=`, `class:name=` (whether it has that class), `prop:name=` (a property of the element),
/// `on:event=`, `node_ref=`, `inner_html=`. An element whose name begins with a capital is a component, its
/// attributes are the arguments.
#[proc_macro]
pub fn view(markup: TokenStream) -> TokenStream {
    view::expand(markup.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Makes a component of a function: a struct of its arguments that turns into a view.
///
/// The body runs once. What it reads there is not followed; closures are.
#[proc_macro_attribute]
pub fn component(_: TokenStream, function: TokenStream) -> TokenStream {
    component::expand(function.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}
