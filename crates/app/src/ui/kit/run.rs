//! A job of the worker behind a button that starts and stops it: how far it is, and the button.

use leptos::prelude::*;
use scalewalk_course::job::{Job, News};
use scalewalk_course::page::Messages;

use crate::browser::worker_job::{WorkerJob, prepare};
use crate::state::shared::{Shared, shared};
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// None is under way.
    #[default]
    Still,
    /// Of all that is to be done so much is done; of nothing, before the code for it is there.
    Running(usize, usize),
    /// It could not be done; why, as far as known.
    Failed(String),
}

/// A job that can be started and stopped.
#[derive(Clone, Copy)]
pub struct Run {
    s: Shared,
    now: RwSignal<State>,
    errand: StoredValue<Option<WorkerJob>, LocalStorage>,
}

impl Run {
    /// None is under way.
    pub fn new() -> Self {
        Self { s: shared(), now: RwSignal::new(State::Still), errand: StoredValue::new_local(None) }
    }

    /// How far it is.
    pub fn state(self) -> State {
        self.now.get()
    }

    /// Whether it is under way.
    pub fn is_on(self) -> bool {
        self.now.with(|state| matches!(state, State::Running(..)))
    }

    /// What its button does now, drawn.
    pub fn sign(self) -> Sign {
        if self.is_on() { Sign::Stop } else { Sign::Run }
    }

    /// Begins `job`, of which `hear` is told how it ends; if one is under way, stops that instead. Either is said: the
    /// button's own words change under a reader who has just heard them.
    pub fn toggle(self, job: Job<'_>, hear: Box<dyn Fn(News)>) {
        if self.now.with_untracked(|state| matches!(state, State::Running(..))) {
            self.say(self.s.messages().said_stopped);
            return self.end(State::Still);
        }
        self.say(self.s.messages().said_running);
        let told = move |news: News| {
            match &news {
                News::Progress(done, total) => return self.now.set(State::Running(*done, *total)),
                News::Failed(why) => self.end(State::Failed(why.clone())),
                _ => self.end(State::Still),
            }
            hear(news);
        };
        self.now.set(State::Running(0, 0));
        self.errand.set_value(Some(WorkerJob::start(job, told)));
    }

    fn say(self, text: &str) {
        self.s.announcements.say(text.to_owned());
    }

    fn end(self, then: State) {
        self.errand.set_value(None);
        self.now.set(then);
    }
}

/// How many runs are done.
pub fn runs(done: usize, total: usize, messages: &Messages) -> String {
    if total == 0 {
        return messages.claim_loading.to_owned();
    }
    let done = (done + 1).min(total).to_string();
    messages.claim_running.replace("{done}", &done).replace("{total}", &total.to_string())
}

/// The button of `run`, which says `label` while nothing is under way.
pub fn run_button(
    class: &'static str,
    run: Run,
    label: impl Fn() -> &'static str + Send + 'static,
    press: impl Fn() + 'static,
) -> AnyView {
    let messages = shared().messages();
    view! {
        <button
            class=class
            type="button"
            on:click=move |_| press()
            on:pointerenter=|_| prepare()
            on:focus=|_| prepare()
        >
            {icons::live_sign(move || run.sign())}
            <span>{move || if run.is_on() { messages.claim_stop } else { label() }}</span>
        </button>
    }
    .into_any()
}
