//! The guided experiments.

use leptos::prelude::*;

/// The experiment of the stage, if it has one.
#[component]
pub fn TryIt() -> impl IntoView {}
