//! A translation says what the English page says, or says nothing and English stands in.

use super::ast::{Keyed, Language, Page};
use super::error::{ContentError, unknown};
use super::messages::placeholders;

/// All that `other` has and `base` has not, and the other way round where it matters.
pub fn check(base: &Language, other: &Language) -> Vec<ContentError> {
    let mut errors = Vec::new();
    for (key, text) in &other.messages {
        match base.messages.iter().find(|(known, _)| known == key) {
            None => {
                errors.push(ContentError::file(&other.file, format!("the message `{key}` is not in {}", base.file)))
            }
            Some((_, english)) if placeholders(english) != placeholders(text) => {
                let message = format!("the message `{key}` must have the placeholders of the English one: {english}");
                errors.push(ContentError::file(&other.file, message));
            }
            Some(_) => {}
        }
    }
    for page in &other.pages {
        match base.pages.iter().find(|english| english.stage == page.stage) {
            None => {
                let stages = base.pages.iter().map(|english| english.stage.as_str());
                errors.push(ContentError::file(&page.file, unknown("stage", &page.stage, stages)));
            }
            Some(english) => check_page(english, page, &mut errors),
        }
    }
    errors
}

fn check_page(english: &Page, page: &Page, errors: &mut Vec<ContentError>) {
    let mut expect = |what: &str, expected: Vec<String>, found: Vec<String>| {
        if expected != found {
            let message = format!(
                "{what} must be those of {}: {}; found: {}",
                english.file,
                expected.join(", "),
                found.join(", ")
            );
            errors.push(ContentError::file(&page.file, message));
        }
    };
    let number = |page: &Page| vec![page.number.to_string()];
    let claims = |page: &Page| {
        let mut ids: Vec<String> = page.claims.iter().map(|(id, _)| id.clone()).collect();
        ids.sort();
        ids
    };
    let walks = |page: &Page| -> Vec<String> { page.walks.iter().flat_map(|walk| ids(&walk.id, &walk.hops)).collect() };
    let tries =
        |page: &Page| -> Vec<String> { page.tries.iter().flat_map(|item| ids(&item.id, &item.items)).collect() };
    expect("the number", number(english), number(page));
    expect("the claims", claims(english), claims(page));
    expect("the walks and their hops", walks(english), walks(page));
    expect("the try-its and their items", tries(english), tries(page));
}

fn ids(id: &str, items: &[Keyed]) -> Vec<String> {
    items.iter().map(|(key, _)| format!("{id}/{key}")).collect()
}
