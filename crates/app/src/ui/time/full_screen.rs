//! The button that takes the page to the whole screen and back.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;

use crate::browser::full_screen;
use crate::state::shared::shared;
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;

/// Nothing where that is not possible.
#[component]
pub fn FullScreen() -> impl IntoView {
    let messages = shared().messages();
    let on = RwSignal::new(full_screen::is_on());
    let _ = use_event_listener(document(), ev::fullscreenchange, move |_| on.set(full_screen::is_on()));
    let label = move || if on.get() { messages.full_screen_leave } else { messages.full_screen };
    full_screen::is_possible().then(|| {
        view! {
            <button class="stepb full-screen" type="button" aria-label=label title=label on:click=|_| full_screen::toggle()>
                {icons::live_sign(move || if on.get() { Sign::Small } else { Sign::Large })}
            </button>
        }
    })
}
