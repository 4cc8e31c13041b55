//! Fetches under way, and who waits for them: of all requests that miss a key at a node the first one fetches, and the
//! others wait for its value (called request coalescing, or single flight).

use crate::parts::cache::store::Key;
use crate::request::RequestKey;

const NONE: u32 = u32::MAX;

/// A fetch under way.
#[derive(Clone, Copy, Debug)]
struct Flight {
    key: Key,
    /// At which node its requests missed.
    node: u8,
    leader: RequestKey,
    /// The line of those who wait.
    first: u32,
    last: u32,
}

#[derive(Clone, Copy, Debug)]
struct Waiter {
    request: RequestKey,
    /// Who comes next in line, or in the list of free places.
    next: u32,
}

/// What a request that has missed does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// It fetches, and others may wait for it.
    Leads,
    /// It waits for another.
    Waits,
    /// It fetches for itself alone.
    Alone,
}

/// All fetches under way. Their places are used again: nothing is allocated once as many wait as ever will.
#[derive(Clone, Debug)]
pub(crate) struct Flights {
    /// By key, the place of its fetch. Empty until requests are brought together.
    by_key: Vec<u32>,
    flights: Vec<Option<Flight>>,
    free_flights: Vec<u32>,
    waiters: Vec<Waiter>,
    free_waiters: u32,
    open: u32,
}

impl Default for Flights {
    fn default() -> Self {
        Self {
            by_key: Vec::new(),
            flights: Vec::new(),
            free_flights: Vec::new(),
            waiters: Vec::new(),
            free_waiters: NONE,
            open: 0,
        }
    }
}

impl Flights {
    /// Whether nobody fetches for others.
    pub fn is_empty(&self) -> bool {
        self.open == 0
    }

    pub fn bytes(&self) -> usize {
        4 * (self.by_key.capacity() + self.free_flights.capacity())
            + self.flights.capacity() * size_of::<Option<Flight>>()
            + self.waiters.capacity() * size_of::<Waiter>()
    }

    /// The catalogue has `keys` keys.
    pub fn grow(&mut self, keys: u32) {
        if keys as usize > self.by_key.len() {
            self.by_key.resize(keys as usize, NONE);
        }
    }

    fn place(&self, key: Key) -> Option<usize> {
        self.by_key.get(key as usize).filter(|place| **place != NONE).map(|place| *place as usize)
    }

    fn of(&mut self, key: Key) -> Option<&mut Flight> {
        let place = self.place(key)?;
        self.flights.get_mut(place)?.as_mut()
    }

    /// `request` has missed `key` at `node`.
    pub fn enter(&mut self, key: Key, node: u8, request: RequestKey) -> Part {
        if key as usize >= self.by_key.len() {
            return Part::Alone;
        }
        if let Some(flight) = self.of(key) {
            // The key has moved meanwhile.
            if flight.node != node {
                return Part::Alone;
            }
            self.wait(key, request);
            return Part::Waits;
        }
        let flight = Some(Flight { key, node, leader: request, first: NONE, last: NONE });
        let place = match self.free_flights.pop() {
            Some(place) => {
                self.flights[place as usize] = flight;
                place
            }
            None => {
                self.flights.push(flight);
                self.flights.len() as u32 - 1
            }
        };
        self.by_key[key as usize] = place;
        self.open += 1;
        Part::Leads
    }

    fn wait(&mut self, key: Key, request: RequestKey) {
        let waiter = Waiter { request, next: NONE };
        let place = self.free_waiters;
        let place = match self.waiters.get_mut(place as usize) {
            Some(free) => {
                self.free_waiters = free.next;
                *free = waiter;
                place
            }
            None => {
                self.waiters.push(waiter);
                self.waiters.len() as u32 - 1
            }
        };
        let Some(flight) = self.of(key) else { return };
        let last = core::mem::replace(&mut flight.last, place);
        if last == NONE {
            flight.first = place;
        } else {
            self.waiters[last as usize].next = place;
        }
    }

    /// Whether `request` fetches `key` for others.
    pub fn is_led(&mut self, key: Key, request: RequestKey) -> bool {
        self.of(key).is_some_and(|flight| flight.leader == request)
    }

    /// Takes the first in line for `key`. It may have given up.
    pub fn next(&mut self, key: Key) -> Option<RequestKey> {
        let flight = self.of(key)?;
        let place = flight.first;
        let waiter = *self.waiters.get(place as usize)?;
        let free = core::mem::replace(&mut self.free_waiters, place);
        self.waiters[place as usize].next = free;
        let flight = self.of(key)?;
        flight.first = waiter.next;
        if waiter.next == NONE {
            flight.last = NONE;
        }
        Some(waiter.request)
    }

    /// `request` fetches `key` from now on.
    pub fn hand_over(&mut self, key: Key, request: RequestKey) {
        if let Some(flight) = self.of(key) {
            flight.leader = request;
        }
    }

    /// Nobody fetches `key` any more, and nobody waits.
    pub fn close(&mut self, key: Key) {
        while self.next(key).is_some() {}
        let Some(place) = self.place(key) else { return };
        self.flights[place] = None;
        self.free_flights.push(place as u32);
        self.by_key[key as usize] = NONE;
        self.open -= 1;
    }

    /// The keys that are fetched for node `from` and those after it.
    pub fn of_nodes(&self, from: u8) -> impl Iterator<Item = (u8, Key)> {
        self.flights.iter().flatten().filter(move |flight| flight.node >= from).map(|flight| (flight.node, flight.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(number: u64) -> RequestKey {
        RequestKey::from_bits(number)
    }

    #[test]
    fn the_first_fetches_and_the_others_wait_in_line() {
        let mut flights = Flights::default();
        assert_eq!(flights.enter(3, 0, name(1)), Part::Alone, "requests are not brought together yet");
        flights.grow(10);
        for round in 0..3 {
            assert_eq!(flights.enter(3, 0, name(1)), Part::Leads);
            assert_eq!(flights.enter(3, 0, name(2)), Part::Waits);
            assert_eq!(flights.enter(4, 0, name(3)), Part::Leads);
            assert_eq!(flights.enter(3, 0, name(4)), Part::Waits);
            assert_eq!(flights.enter(3, 1, name(5)), Part::Alone, "the key has moved");
            assert!(flights.is_led(3, name(1)) && !flights.is_led(3, name(2)));
            assert_eq!(flights.next(3), Some(name(2)));
            flights.hand_over(3, name(2));
            assert!(flights.is_led(3, name(2)));
            assert_eq!(flights.enter(3, 0, name(6)), Part::Waits);
            assert_eq!((flights.next(3), flights.next(3), flights.next(3)), (Some(name(4)), Some(name(6)), None));
            let mut open: Vec<_> = flights.of_nodes(0).collect();
            open.sort_unstable();
            assert_eq!(open, [(0, 3), (0, 4)], "round {round}");
            flights.close(3);
            assert_eq!(flights.enter(4, 0, name(7)), Part::Waits);
            flights.close(4);
            assert!(flights.is_empty() && flights.of_nodes(0).count() == 0);
        }
        assert_eq!((flights.flights.len(), flights.waiters.len()), (2, 2), "places are used again");
    }
}
