//! Small drawings: the marks of the flows, the machines, and the signs on buttons. All are of our own making.

use leptos::prelude::*;
use scalewalk_course::page::Term;

/// The inside of a term's drawing, in a box from −8 to 8. It takes the colour of the text around it.
fn term_path(term: Term) -> &'static str {
    match term {
        Term::Read => r#"<circle r="6" fill="currentColor"/>"#,
        Term::Write => r#"<path d="M0-7.4 7.4 0 0 7.4-7.4 0z" fill="currentColor"/>"#,
        Term::Answer => r#"<circle r="3.9" fill="currentColor"/>"#,
        Term::Lookup => r#"<path d="M0-5 5.4 4.4H-5.4z" fill="currentColor"/>"#,
        Term::Failed => r#"<path d="M-5-5 5 5M5-5-5 5" class="st2"/>"#,
        Term::Web => {
            r#"<path d="M-7.5-6h15V6h-15zM-7.5-2.6h15" class="st"/><path d="M-5.4-4.3h1M-3-4.3h1" class="st"/>"#
        }
        Term::Mobile => {
            r#"<rect x="-4.2" y="-7.4" width="8.4" height="14.8" rx="1.6" class="st"/><path d="M-1.2 5.2h2.4" class="st"/>"#
        }
        Term::Dns => r#"<circle r="7" class="st"/><path d="M-7 0H7M0-7C-4-3-4 3 0 7 4 3 4-3 0-7" class="st"/>"#,
        Term::Server => {
            r#"<rect x="-7.4" y="-6.4" width="14.8" height="12.8" rx="1" class="st"/><path d="M-4.8-3h2.6v2.6h-2.6zM-.4-3h2.6v2.6H-.4zM-4.8 3.4h9.6" class="st"/>"#
        }
        Term::Database => {
            r#"<path d="M-6.2-4.6V4.6C-6.2 8 6.2 8 6.2 4.6V-4.6C6.2-8-6.2-8-6.2-4.6-6.2-1.4 6.2-1.4 6.2-4.6" class="st"/>"#
        }
        Term::Primary => {
            r#"<path d="M-6.2-4.6V4.6C-6.2 8 6.2 8 6.2 4.6V-4.6C6.2-8-6.2-8-6.2-4.6-6.2-1.4 6.2-1.4 6.2-4.6" class="st"/><path d="M0-.6 2.9 2.4 0 5.4-2.9 2.4z" fill="currentColor"/>"#
        }
        Term::Replica => {
            r#"<path d="M-6.2-4.6V4.6C-6.2 8 6.2 8 6.2 4.6V-4.6C6.2-8-6.2-8-6.2-4.6-6.2-1.4 6.2-1.4 6.2-4.6" class="st"/><circle cy="2.4" r="2.4" fill="currentColor"/>"#
        }
        Term::Replication => r#"<path d="M-1.9-6h3.8V6h-3.8z" fill="currentColor"/>"#,
        Term::Static => r#"<path d="M-5.4-5.4h10.8v10.8h-10.8z" fill="currentColor"/>"#,
        Term::Edge => {
            r#"<rect x="-7" y="-5.4" width="14" height="10.8" rx="1.6" class="st"/><path d="M-4.6 1.4h6.6v2h-6.6z" fill="currentColor"/>"#
        }
        Term::Stale => r#"<path d="M2.4-6A6 6 0 1 0 2.4 6z" fill="currentColor"/>"#,
        Term::Cache => {
            r#"<rect x="-7.4" y="-6" width="14.8" height="12" rx="1" class="st"/><path d="M-4.6-3h2.6v6h-2.6zM-.4-3h2.6v6H-.4zM3.8-3h1.4v6H3.8z" fill="currentColor"/>"#
        }
        Term::Balancer => r#"<path d="M-2.6-7.4h5.2v14.8h-5.2zM-7.6 0h5M2.6-4.4h5M2.6 4.4h5" class="st"/>"#,
        Term::Session => r#"<circle cx="-3.6" r="3" class="st2"/><path d="M-.6 0H7.4M4 0V3.4M7 0V2.8" class="st2"/>"#,
        Term::Queue => {
            r#"<path d="M-7.4-4.4v8.8H7.4v-8.8" class="st"/><circle cx="-3.6" cy="1" r="1.7" fill="currentColor"/><circle cx="1" cy="1" r="1.7" fill="currentColor"/>"#
        }
        Term::Scrape => r#"<circle r="4.4" class="st2"/>"#,
        Term::LogLine => r#"<path d="M-6.5-1.4h13v2.8h-13z" fill="currentColor"/>"#,
        Term::Core => {
            r#"<rect x="-6.4" y="-6.4" width="12.8" height="12.8" rx="2" class="st"/><circle r="3" fill="currentColor"/>"#
        }
        Term::Message => r#"<path d="M-7.2-5 0 .6 7.2-5V5H-7.2z" fill="currentColor"/>"#,
        Term::Worker => {
            r#"<rect x="-7.4" y="-6.4" width="14.8" height="12.8" rx="1" class="st"/><path d="M-4.6-2.6 0 1 4.6-2.6V3.4H-4.6z" fill="currentColor"/>"#
        }
    }
}

/// The drawing of a term, as large as a letter.
pub fn term(term: Term) -> impl IntoView {
    view! { <svg class="ico" viewBox="-8 -8 16 16" aria-hidden="true" inner_html=term_path(term)></svg> }
}

/// A sign on a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Start.
    Play,
    /// Stop for a while.
    Pause,
    /// One event on.
    Step,
    /// Something is true.
    Tick,
    /// Something is not.
    Cross,
    /// A small triangle before "Run it".
    Run,
    /// A small square before "Stop".
    Stop,
    /// To the right.
    Next,
    /// To the left.
    Back,
    /// Kill a machine.
    Kill,
    /// Slow a machine down.
    Slow,
    /// Repair a machine.
    Repair,
    /// Back to the defaults.
    Reset,
    /// Take the last change back.
    Undo,
    /// Do it again.
    Redo,
    /// Take the whole screen.
    Large,
    /// Leave it.
    Small,
}

fn sign_path(sign: Sign) -> &'static str {
    match sign {
        Sign::Play => r#"<path d="M-3.4-5.6 6 0-3.4 5.6z" fill="currentColor"/>"#,
        Sign::Pause => r#"<path d="M-4.6-5.4h3.2V5.4h-3.2zM1.4-5.4h3.2V5.4H1.4z" fill="currentColor"/>"#,
        Sign::Step => r#"<path d="M-5-4.6 2.4 0-5 4.6z" fill="currentColor"/><path d="M5-4.6v9.2" class="st2"/>"#,
        Sign::Tick => r#"<path d="M-5.6.6-1.6 4.6 5.8-4.4" class="st2"/>"#,
        Sign::Cross => r#"<path d="M-4.6-4.6 4.6 4.6M4.6-4.6-4.6 4.6" class="st2"/>"#,
        Sign::Run => r#"<path d="M-4-5.4 5.4 0-4 5.4z" fill="currentColor"/>"#,
        Sign::Stop => r#"<path d="M-4.4-4.4h8.8v8.8h-8.8z" fill="currentColor"/>"#,
        Sign::Next => r#"<path d="M-7 0H6M1.6-4.4 6 0 1.6 4.4" class="st"/>"#,
        Sign::Back => r#"<path d="M7 0H-6M-1.6-4.4-6 0-1.6 4.4" class="st"/>"#,
        Sign::Kill => {
            r#"<rect x="-7.2" y="-6" width="14.4" height="12" rx="1.5" class="st dash"/><path d="M-2.7-2.7 2.7 2.7M2.7-2.7-2.7 2.7" class="st"/>"#
        }
        Sign::Slow => r#"<circle r="6.8" class="st"/><path d="M0-3.8V0L-2.9 2.3" class="st"/>"#,
        Sign::Undo => r#"<path d="M-2.6-6.4-6.4-2.6l3.8 3.8M-6-2.6H2a4.4 4.4 0 0 1 0 8.8H-1.6" class="st"/>"#,
        Sign::Redo => r#"<path d="M2.6-6.4 6.4-2.6 2.6 1.2M6-2.6H-2a4.4 4.4 0 0 0 0 8.8H1.6" class="st"/>"#,
        Sign::Large => r#"<path d="M-6.4-2V-6.4H-2M2-6.4H6.4V-2M6.4 2V6.4H2M-2 6.4H-6.4V2" class="st"/>"#,
        Sign::Small => r#"<path d="M-2-6.4V-2H-6.4M6.4-2H2V-6.4M2 6.4V2H6.4M-6.4 2H-2V6.4" class="st"/>"#,
        Sign::Repair | Sign::Reset => r#"<path d="M4.8-4.8A6.8 6.8 0 1 0 6.8 0M5.6-7.4v3.2H2.4" class="st"/>"#,
    }
}

/// The drawing of a sign.
pub fn sign(sign: Sign) -> impl IntoView {
    view! { <svg class="sign" viewBox="-8 -8 16 16" aria-hidden="true" inner_html=sign_path(sign)></svg> }
}

/// A drawing that changes with what `which` reads.
pub fn live_sign(which: impl Fn() -> Sign + Send + Sync + 'static) -> impl IntoView {
    view! { <svg class="sign" viewBox="-8 -8 16 16" aria-hidden="true" inner_html=move || sign_path(which())></svg> }
}

/// The mark of the site: a staircase with a walker on its first step.
pub fn mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 26 16" aria-hidden="true">
            <path d="M1 15h6v-4.5h6V6h6V1.5h6" />
            <circle cx="3.6" cy="11.4" r="2.3" />
        </svg>
    }
}
