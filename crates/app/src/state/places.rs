//! Where the reader is, what the address says of it, and the ways from place to place.

use leptos::prelude::*;
use scalewalk_course::address::{Address, Place, View};
use scalewalk_course::{STAGES, Stage};

use crate::browser::{address_bar, text};
use crate::state::shared::{Mode, Shared};
use crate::state::undo::Changes;

impl Shared {
    /// Where the reader is.
    pub fn place(&self) -> Place {
        Place { stage: self.stage.get(), before: self.before.get() }
    }

    /// What the address says of the page as it is now.
    pub fn address(&self) -> Address {
        Address { configs: self.configs.get(), speed: self.speed.get(), ..self.elsewhere(self.place()) }
    }

    /// The address of another place, under the same luck and shown the same way.
    pub fn elsewhere(&self, place: Place) -> Address {
        Address {
            seed: self.seed.get(),
            view: View { theme: self.theme.get(), embedded: self.embedded },
            foreign: self.foreign.clone(),
            ..Address::at(place)
        }
    }

    /// Goes to another place with its own settings: the picture changes and the traffic goes on.
    pub fn go(&self, place: Place) {
        address_bar::leave(*self);
        let mut address = untrack(|| self.elsewhere(place));
        if core::ptr::eq(place.stage, self.stage.get_untracked()) {
            address.speed = self.speed.get_untracked();
        }
        self.open(&address);
    }

    /// Shows what an address says.
    pub fn open(&self, address: &Address) {
        let Place { stage, before } = address.place;
        let old = self.stage.get_untracked();
        // The trouble is the last stage's; so the system kept is the one that runs into it.
        let forward = stage.number() >= old.number();
        self.player.update_value(|player| {
            if address.seed == self.seed.get_untracked() {
                player.go_on(address.configs.clone(), forward);
            } else {
                player.begin(address.configs.clone(), address.seed);
            }
            if before {
                player.break_all(stage.before_faults);
            }
        });
        self.seed.set(address.seed);
        if before != self.before.get_untracked() || !core::ptr::eq(old, stage) {
            // What was changed in the last system is no change of this one.
            self.player.update_value(|player| player.changes = Changes::default());
        }
        // A level of the challenge is a stage of its own, with the text of its home.
        if !core::ptr::eq(old, stage) {
            self.stage.set(stage);
            text::show(*self);
        }
        self.set_speed(address.speed);
        self.before.set(before);
        self.refusal.set(None);
        self.mode.set(Mode::Traffic);
        self.walk_index.set(None);
        self.read();
    }

    /// The stage `steps` away, if there is one.
    pub fn neighbour(&self, steps: isize) -> Option<&'static Stage> {
        let here = self.stage.get().number() as isize - 1;
        usize::try_from(here + steps).ok().and_then(|i| STAGES.get(i))
    }
}
