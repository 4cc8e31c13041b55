//! An element as one text with holes, and the values for the holes.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::node::{Infallible, Node, NodeAttribute, NodeElement};
use syn::{Error, Expr, ExprLit, Lit, Result};

use crate::view::{inside, is_component, keyed, value, view};

/// Elements without content, which have no closing tag.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];
/// Elements that are read as drawings only inside a drawing.
const DRAWN: [&str; 6] = ["circle", "g", "line", "path", "rect", "text"];

/// Text and holes of an element, in the order of the document.
#[derive(Default)]
pub struct Markup {
    html: String,
    names: Vec<String>,
    values: Vec<TokenStream>,
}

impl Markup {
    /// The element as an expression of type `AnyView`.
    pub fn of(element: &NodeElement<Infallible>) -> Result<TokenStream> {
        let mut markup = Self::default();
        markup.element(element)?;
        let Self { html, names, values } = markup;
        let html = if DRAWN.contains(&&*element.name().to_string()) { format!("<svg>{html}") } else { html };
        Ok(quote! {
            crate::dom::AnyView::Markup(
                &crate::dom::Markup { html: #html, holes: &[#(#names),*] },
                ::std::vec![#(#values),*],
            )
        })
    }

    fn element(&mut self, element: &NodeElement<Infallible>) -> Result<()> {
        let tag = element.name().to_string();
        self.html += &format!("<{tag}");
        let before = self.names.len();
        for attribute in element.attributes() {
            self.attribute(attribute)?;
        }
        let holes = self.names.len() - before;
        if holes > 0 {
            // Told apart from an attribute of the page by its name.
            self.html += &format!(" _={holes}");
        }
        self.html.push('>');
        for child in &element.children {
            self.child(child)?;
        }
        if !VOID.contains(&&*tag) {
            self.html += &format!("</{tag}>");
        }
        Ok(())
    }

    fn attribute(&mut self, attribute: &NodeAttribute) -> Result<()> {
        let key = keyed(attribute)?.key.to_string();
        match keyed(attribute)?.value() {
            None => self.html += &format!(" {key}"),
            Some(Expr::Lit(ExprLit { lit, .. })) if !key.contains(':') && key != "inner_html" => {
                let text = match lit {
                    Lit::Str(text) => text.value(),
                    Lit::Int(number) => number.to_string(),
                    _ => return Err(Error::new_spanned(lit, "a text or a whole number")),
                };
                self.html += &format!(" {key}=\"{}\"", escape(&text));
            }
            Some(_) => {
                let Some(value) = value(attribute)? else { return Ok(()) };
                let (name, value) = match key.split_once(':') {
                    Some(("class", name)) => (format!(".{name}"), quote! { crate::dom::IntoView::into_any(#value) }),
                    Some(("prop", name)) => (format!(":{name}"), quote! { crate::dom::IntoView::into_any(#value) }),
                    Some(("on", name)) => {
                        let event = event(name);
                        (format!("@{name}"), quote! { crate::dom::on::<web_sys::#event>(#value) })
                    }
                    Some(_) => return Err(Error::new_spanned(attribute, "class:, prop: or on:")),
                    None => {
                        let name = if key == "inner_html" { "=".to_owned() } else { key };
                        (name, quote! { crate::dom::IntoView::into_any(#value) })
                    }
                };
                self.names.push(name);
                self.values.push(value);
            }
        }
        Ok(())
    }

    fn child(&mut self, child: &Node) -> Result<()> {
        match child {
            Node::Element(element) if !is_component(element) => return self.element(element),
            Node::Text(text) => {
                self.html += &escape(&text.value_string());
                return Ok(());
            }
            Node::Block(block) => {
                let value = inside(block)?;
                self.values.push(quote! { crate::dom::IntoView::into_any(#value) });
            }
            other => self.values.push(view(other)?),
        }
        self.html += "<!>";
        self.names.push(String::new());
        Ok(())
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The type of an event.
fn event(name: &str) -> TokenStream {
    match name {
        "click" => quote! { MouseEvent },
        name if name.starts_with("pointer") => quote! { PointerEvent },
        name if name.starts_with("key") => quote! { KeyboardEvent },
        _ => quote! { Event },
    }
}
