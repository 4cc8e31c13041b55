//! Places in a line from the newest to the oldest: a doubly linked list inside an array. Every operation is O(1).

/// No place.
pub const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Link {
    newer: u32,
    older: u32,
}

/// The line.
#[derive(Clone, Debug)]
pub struct List {
    links: Vec<Link>,
    newest: u32,
    oldest: u32,
}

impl Default for List {
    fn default() -> Self {
        Self { links: Vec::new(), newest: NONE, oldest: NONE }
    }
}

impl List {
    /// The place that was pushed first.
    pub fn oldest(&self) -> Option<u32> {
        (self.oldest != NONE).then_some(self.oldest)
    }

    /// The one after `place` on the way to the newest, or [`NONE`].
    pub fn newer(&self, place: u32) -> u32 {
        self.links[place as usize].newer
    }

    /// From the oldest to the newest.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.oldest(), |place| Some(self.newer(*place)).filter(|next| *next != NONE))
    }

    /// Puts `place`, which is not in the line, at its new end.
    pub fn push(&mut self, place: u32) {
        if place as usize >= self.links.len() {
            self.links.resize(place as usize + 1, Link { newer: NONE, older: NONE });
        }
        self.links[place as usize] = Link { newer: NONE, older: self.newest };
        match self.newest {
            NONE => self.oldest = place,
            newest => self.links[newest as usize].newer = place,
        }
        self.newest = place;
    }

    /// Takes `place`, which is in the line, out of it.
    pub fn remove(&mut self, place: u32) {
        let Link { newer, older } = self.links[place as usize];
        match newer {
            NONE => self.newest = older,
            newer => self.links[newer as usize].older = older,
        }
        match older {
            NONE => self.oldest = newer,
            older => self.links[older as usize].newer = newer,
        }
    }

    /// Moves `place` to the new end.
    pub fn renew(&mut self, place: u32) {
        if place != self.newest {
            self.remove(place);
            self.push(place);
        }
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        self.links.clear();
        (self.newest, self.oldest) = (NONE, NONE);
    }

    /// Memory held, in bytes.
    pub fn bytes(&self) -> usize {
        self.links.capacity() * size_of::<Link>()
    }
}
