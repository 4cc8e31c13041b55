//! When each worker of each station will be done, and who is next.

use crate::engine::time::{NEVER, Nanos};
use crate::engine::tournament::Tournament;
use crate::request::station::Station;
use crate::topology::node::STATIONS;

/// Where the workers of a station stand among the players.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    len: u32,
}

/// The departures of all stations in use, in one tournament.
#[derive(Clone, Debug)]
pub(crate) struct Departures {
    tournament: Tournament,
    /// By station.
    spans: [Span; STATIONS],
    /// By player.
    stations: Vec<u8>,
}

impl Departures {
    /// Room for the workers of every station that is `used`, or busy.
    pub fn of(stations: &[Station], used: impl Fn(u8) -> bool) -> Self {
        let mut spans = [Span::default(); STATIONS];
        let mut players = Vec::new();
        for (i, station) in (0..).zip(stations) {
            if used(i) || station.busy() > 0 {
                let len = station.works().len();
                spans[usize::from(i)] = Span { start: players.len() as u32, len: len as u32 };
                players.resize(players.len() + len, i);
            }
        }
        let mut departures = Self { tournament: Tournament::new(players.len()), spans, stations: players };
        for (i, station) in (0..).zip(stations) {
            // In this order no number beyond the last worker's is asked for, which 65,535 workers would leave none.
            for (work, worker) in station.works().iter().zip(0..) {
                if let Some(work) = work {
                    departures.set(i, worker, work.end);
                }
            }
        }
        departures
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.tournament.bytes() + self.stations.capacity()
    }

    /// When the next worker is done; [`NEVER`] if all are idle.
    #[inline(always)]
    pub fn next_time(&self) -> Nanos {
        self.tournament.first()
    }

    /// Which worker of which station is done next; of several at the same moment the first in the order of stations
    /// and workers.
    #[inline(always)]
    pub fn next(&self) -> (u8, u16) {
        let player = self.tournament.winner();
        let station = self.stations.get(player).copied().unwrap_or_default();
        let start = self.spans.get(usize::from(station)).map_or(0, |span| span.start);
        (station, (player as u32 - start) as u16)
    }

    /// A worker will be done at `time`, [`NEVER`] if it rests. Whether there is room for it.
    #[inline(always)]
    pub fn set(&mut self, station: u8, worker: u16, time: Nanos) -> bool {
        let Some(span) = self.spans.get(usize::from(station)) else { return false };
        let room = u32::from(worker) < span.len;
        if room {
            self.tournament.set((span.start + u32::from(worker)) as usize, time);
        }
        room
    }

    /// All workers of a station rest.
    pub fn clear(&mut self, station: u8) {
        let span = self.spans[usize::from(station)];
        for player in span.start..span.start + span.len {
            self.tournament.set(player as usize, NEVER);
        }
    }
}
