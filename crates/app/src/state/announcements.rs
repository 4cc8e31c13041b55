//! What a screen reader is to hear.

use leptos::prelude::*;

/// How many stand in the live region at a time: enough that what a reader did is still there when its consequences come.
const KEPT: usize = 4;

/// One sentence, and its place among all that were said.
#[derive(Clone, Debug, PartialEq)]
pub struct Announcement {
    pub number: u32,
    pub text: String,
}

/// The last sentences, oldest first. One does not take another's place: a screen reader that is still speaking would lose it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Announcements(RwSignal<Vec<Announcement>>);

impl Announcements {
    /// Says `text` after all that was said before.
    pub fn say(self, text: String) {
        self.0.update(|all| {
            let number = all.last().map_or(0, |last| last.number + 1);
            all.push(Announcement { number, text });
            let old = all.len().saturating_sub(KEPT);
            all.drain(..old);
        });
    }

    /// The last ones. Tracked.
    pub fn last(self) -> Vec<Announcement> {
        self.0.get()
    }
}
