//! Markup as elements: read by the browser once, then copied.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement, Node, TreeWalker};

use super::page::document;
use super::view::Markup;

/// Elements and comments.
const SHOWN: u32 = 0x81;

/// An element that was read, and where its holes are: for each, how many elements and comments stand before it.
struct Template {
    root: Node,
    places: Vec<usize>,
}

thread_local! {
    static READ: RefCell<Vec<(&'static Markup, Template)>> = const { RefCell::new(Vec::new()) };
}

fn walk(root: &Node) -> Option<TreeWalker> {
    document().create_tree_walker_with_what_to_show(root, SHOWN).ok()
}

fn read(markup: &Markup) -> Option<Template> {
    let template: HtmlTemplateElement = document().create_element("template").ok()?.unchecked_into();
    let drawn = markup.html.starts_with("<svg><");
    template.set_inner_html(markup.html);
    let mut root = template.content().first_child()?;
    if drawn {
        root = root.first_child()?;
    }
    let mut places = Vec::new();
    let walker = walk(&root)?;
    let mut at = 0;
    let mut next = Some(root.clone());
    while let Some(node) = next {
        match node.dyn_ref::<Element>() {
            Some(element) => {
                if let Some(count) = element.get_attribute("_") {
                    let _ = element.remove_attribute("_");
                    places.extend(vec![at; count.parse().unwrap_or(0)]);
                }
            }
            None => places.push(at),
        }
        at += 1;
        next = walker.next_node().ok()?;
    }
    debug_assert_eq!(places.len(), markup.holes.len(), "the browser reads this markup in another way: {}", markup.html);
    Some(Template { root, places })
}

/// A copy of the markup, and the nodes where its holes are.
pub fn copy(markup: &'static Markup) -> Option<(Node, Vec<Node>)> {
    READ.with_borrow_mut(|all| {
        let index = match all.iter().position(|(m, _)| *m == markup) {
            Some(index) => index,
            None => {
                all.push((markup, read(markup)?));
                all.len() - 1
            }
        };
        let Template { root, places } = &all[index].1;
        let root = root.clone_node_with_deep(true).ok()?;
        let mut holes = Vec::with_capacity(places.len());
        let (mut node, mut at) = (root.clone(), 0);
        let walker = if places.last().is_some_and(|last| *last > 0) { walk(&root) } else { None };
        for place in places {
            while at < *place {
                node = walker.as_ref()?.next_node().ok()??;
                at += 1;
            }
            holes.push(node.clone());
        }
        Some((root, holes))
    })
}
