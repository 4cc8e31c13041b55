//! The browser's storage; it may be missing, as inside a sandbox, and then nothing is kept.

use leptos::prelude::window;

/// How the names of all that is ours begin: other pages of the host share the storage.
const OWN: &str = "scalewalk.";

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under `key`.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(&(OWN.to_owned() + key)).ok().flatten()
}

/// Keeps `value` under `key`.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&(OWN.to_owned() + key), value);
    }
}

/// Forgets all that was kept.
pub fn forget() {
    let Some(storage) = storage() else { return };
    let names = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten());
    for name in names.collect::<Vec<_>>().iter().filter(|name| name.starts_with(OWN)) {
        let _ = storage.remove_item(name);
    }
}
