//! `view!`: what is at the root, and components.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use syn::{Error, Expr, Result, Stmt};

use crate::markup::Markup;

pub fn expand(markup: TokenStream) -> Result<TokenStream> {
    let nodes = rstml::parse2(markup)?;
    let mut views = nodes.iter().map(view).collect::<Result<Vec<_>>>()?;
    Ok(match views.len() {
        1 => views.remove(0),
        _ => quote! { crate::dom::AnyView::List(::std::vec![#(#views),*]) },
    })
}

/// A node as an expression of type `AnyView`.
pub fn view(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(element) if is_component(element) => component(element),
        Node::Element(element) => Markup::of(element),
        Node::Block(block) => {
            let value = inside(block)?;
            Ok(quote! { crate::dom::IntoView::into_any(#value) })
        }
        Node::Text(text) => {
            let value = &text.value;
            Ok(quote! { crate::dom::IntoView::into_any(#value) })
        }
        _ => Err(Error::new_spanned(node, "an element, a component, a text in quotes, or an expression in braces")),
    }
}

pub fn is_component(element: &NodeElement<rstml::node::Infallible>) -> bool {
    element.name().to_string().starts_with(char::is_uppercase)
}

fn component(element: &NodeElement<rstml::node::Infallible>) -> Result<TokenStream> {
    let NodeName::Path(name) = element.name() else {
        return Err(Error::new_spanned(element.name(), "the name of a component"));
    };
    if let Some(child) = element.children.first() {
        return Err(Error::new_spanned(child, "components have arguments, not children"));
    }
    let arguments = element.attributes().iter().map(|attribute| {
        let KeyedAttribute { key, .. } = keyed(attribute)?;
        Ok(match value(attribute)? {
            Some(value) => quote! { #key: #value },
            None => quote! { #key },
        })
    });
    let arguments = arguments.collect::<Result<Vec<_>>>()?;
    Ok(quote! { crate::dom::IntoView::into_any(#name { #(#arguments),* }) })
}

pub fn keyed(attribute: &NodeAttribute) -> Result<&KeyedAttribute> {
    match attribute {
        NodeAttribute::Attribute(attribute) => Ok(attribute),
        NodeAttribute::Block(block) => Err(Error::new_spanned(block, "an attribute has a name")),
    }
}

/// What is behind the `=`, without braces around a single expression.
pub fn value(attribute: &NodeAttribute) -> Result<Option<TokenStream>> {
    let value = keyed(attribute)?.value();
    Ok(value.map(|value| match value {
        Expr::Block(block) if block.label.is_none() => single(&block.block),
        value => quote! { #value },
    }))
}

/// What is in the braces of a child.
pub fn inside(block: &NodeBlock) -> Result<TokenStream> {
    block.try_block().map(single).ok_or_else(|| Error::new_spanned(block, "an expression"))
}

fn single(block: &syn::Block) -> TokenStream {
    match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => quote! { #value },
        _ => quote! { #block },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(markup: TokenStream) -> String {
        expand(markup).unwrap().to_string()
    }

    #[test]
    fn what_is_fixed_is_one_text_and_the_rest_are_holes_in_order() {
        let text = written(quote! { <p class="a" title=t on:click=f><b class:on=x>"1 < 2"</b>{y}<Part z=1 w /></p> });
        assert!(text.contains(r#""<p class=\"a\" _=2><b _=1>1 &lt; 2</b><!><!></p>""#), "{text}");
        assert!(text.contains(r#"["title" , "@click" , ".on" , "" , ""]"#), "{text}");
        assert!(text.contains("Part { z : 1 , w }"), "{text}");
    }

    #[test]
    fn parts_of_drawings_are_read_inside_a_drawing() {
        assert!(written(quote! { <path d=d /> }).contains(r#""<svg><path _=1></path>""#));
        assert!(written(quote! { <svg><path /></svg> }).contains(r#""<svg><path></path></svg>""#));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(expand(quote! { <p bind:value=x></p> }).is_err());
        assert!(expand(quote! { <Part>"child"</Part> }).is_err());
    }
}
