//! `#[component]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, FnArg, ItemFn, Pat, Result};

pub fn expand(function: TokenStream) -> Result<TokenStream> {
    let ItemFn { attrs, vis, sig, block, .. } = syn::parse2(function)?;
    let (name, output) = (&sig.ident, &sig.output);
    let (mut docs, mut names, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for argument in &sig.inputs {
        let FnArg::Typed(argument) = argument else {
            return Err(Error::new_spanned(argument, "a component has no self"));
        };
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(Error::new_spanned(&argument.pat, "an argument of a component is a name"));
        };
        docs.push(&argument.attrs);
        names.push(&pattern.ident);
        types.push(&argument.ty);
    }
    Ok(quote! {
        #(#attrs)*
        #vis struct #name {
            #(#(#docs)* #vis #names: #types,)*
        }

        impl crate::dom::IntoView for #name {
            fn into_any(self) -> crate::dom::AnyView {
                fn build(#(#names: #types),*) #output #block
                let Self { #(#names),* } = self;
                crate::dom::untrack(|| crate::dom::IntoView::into_any(build(#(#names),*)))
            }
        }
    })
}
