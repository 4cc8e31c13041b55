//! What a translator in the browser does to the page. It takes text nodes away and puts `<font>` elements of its own in
//! their place. But Leptos goes on writing to the nodes that it made, and finds the place of others by them.
//!
//! So each of them comes back to its place, empty, in front of what stands for it. What is then written to it takes that
//! one's place, for the translator to translate again, and that one goes when the text goes.

use js_sys::{Array, WeakMap};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{CharacterData, Element, MutationObserver, MutationObserverInit, MutationRecord, Node};

/// What translators wrap their text in. No page of ours has one.
const STAND_IN: &str = "FONT";

/// Watches for as long as the page is open.
pub fn listen() {
    let Some(body) = document().body() else { return };
    // By text: what stands for it, and what was written in it; by stand-in: nothing but that it is one.
    let known = WeakMap::new();
    let observe = move |observer: &MutationObserver, texts: bool| {
        let what = MutationObserverInit::new();
        what.set_subtree(true);
        what.set_child_list(true);
        what.set_character_data(texts);
        let _ = observer.observe_with_options(&body, &what);
    };
    let watch = observe.clone();
    let heard = move |records: Array, observer: MutationObserver| {
        for record in records {
            if follow(&record.unchecked_into(), &known) {
                // Only now does it matter what is written to texts.
                watch(&observer, true);
            }
        }
        // What was done here is no news.
        observer.take_records();
    };
    let heard = Closure::<dyn FnMut(Array, MutationObserver)>::new(heard);
    if let Ok(observer) = MutationObserver::new(heard.as_ref().unchecked_ref()) {
        observe(&observer, false);
    }
    heard.forget();
}

/// Whether a text was found to be replaced.
fn follow(record: &MutationRecord, known: &WeakMap) -> bool {
    if let Some(written) = record.target().filter(|target| target.node_type() == Node::TEXT_NODE) {
        if let Some((stand_in, _)) = known_of(&written, known) {
            known.delete(written.unchecked_ref());
            stand_in.remove();
        }
        return false;
    }
    let (removed, mut found) = (record.removed_nodes(), false);
    for node in (0..removed.length()).filter_map(|i| removed.item(i)).filter(|n| n.node_type() == Node::TEXT_NODE) {
        let text: CharacterData = node.unchecked_into();
        if let Some((stand_in, words)) = known_of(&text, known) {
            known.delete(text.unchecked_ref());
            // The translator may have put it back itself.
            if text.is_connected() && text.length() == 0 {
                text.set_data(&words);
            }
            stand_in.remove();
        } else if !text.is_connected()
            && let Some(stand_in) = stand_in(record, known)
            && let Some(parent) = stand_in.parent_node()
        {
            let pair = Array::of2(stand_in.as_ref(), &text.data().into());
            known.set(text.unchecked_ref(), &pair);
            known.set(stand_in.unchecked_ref(), &JsValue::NULL);
            text.set_data("");
            let _ = parent.insert_before(&text, Some(&stand_in));
            found = true;
        }
    }
    found
}

/// What stands for `text`, and what was written in it.
fn known_of(text: &Node, known: &WeakMap) -> Option<(Element, String)> {
    let pair: Array = known.get(text.unchecked_ref()).dyn_into().ok()?;
    Some((pair.get(0).unchecked_into(), pair.get(1).as_string()?))
}

/// What came where a text was: in its place, or beside it before it went.
fn stand_in(record: &MutationRecord, known: &WeakMap) -> Option<Element> {
    let added = record.added_nodes();
    let nodes = (0..added.length()).map(|i| added.item(i)).chain([record.previous_sibling(), record.next_sibling()]);
    nodes
        .flatten()
        .filter_map(|node| node.dyn_into::<Element>().ok())
        .find(|element| element.tag_name() == STAND_IN && !known.has(element.unchecked_ref()))
}
