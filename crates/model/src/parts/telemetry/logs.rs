//! Error lines: one for each request that failed inside the site, in the file of the machine that had it. A log
//! collector fetches what is new in all files from time to time.

use std::collections::VecDeque;

use crate::engine::time::Nanos;
use crate::observe::accounts::Cause;
use crate::topology::node::NodeId;

/// An error line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// When the request failed.
    pub at: Nanos,
    /// In whose file it stands.
    pub writer: NodeId,
    /// Where the request was.
    pub place: NodeId,
    /// Why it failed.
    pub cause: Cause,
}

/// Lines kept of one file.
const FILE: usize = 24;
/// Lines that the collector keeps.
const COLLECTED: usize = 120;

/// The file of one machine: its last lines, and how many there were.
#[derive(Clone, Debug)]
struct File {
    node: NodeId,
    lines: VecDeque<Line>,
    written: u64,
    fetched: u64,
}

/// All files, and what the collector has.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    files: Vec<File>,
    collected: VecDeque<Line>,
    received: u64,
}

fn keep(lines: &mut VecDeque<Line>, most: usize, line: Line) {
    if lines.len() == most {
        lines.pop_front();
    }
    lines.push_back(line);
}

impl Logs {
    /// The last lines in the file of `node`, the latest last.
    pub fn file(&self, node: NodeId) -> impl DoubleEndedIterator<Item = &Line> {
        self.find(node).into_iter().flat_map(|file| &file.lines)
    }

    /// How many lines the machine at `node` has ever written.
    pub fn written(&self, node: NodeId) -> u64 {
        self.find(node).map_or(0, |file| file.written)
    }

    /// The last lines that the collector has, as they came in.
    pub fn collected(&self) -> &VecDeque<Line> {
        &self.collected
    }

    /// How many lines the collector has ever received.
    pub fn received(&self) -> u64 {
        self.received
    }

    fn find(&self, node: NodeId) -> Option<&File> {
        let place = self.files.binary_search_by_key(&node, |file| file.node).ok()?;
        self.files.get(place)
    }

    /// A line is written.
    pub(crate) fn write(&mut self, line: Line) {
        let node = line.writer;
        let place = match self.files.binary_search_by_key(&node, |file| file.node) {
            Ok(place) => place,
            Err(place) => {
                let lines = VecDeque::with_capacity(FILE);
                self.files.insert(place, File { node, lines, written: 0, fetched: 0 });
                place
            }
        };
        if let Some(file) = self.files.get_mut(place) {
            keep(&mut file.lines, FILE, line);
            file.written += 1;
        }
    }

    /// The collector fetches what is new in the files of the machines that it can reach. Of a file that has grown by
    /// more than the file keeps, it gets the number of the lines and the last of them. `tell` hears how many from whom.
    pub(crate) fn collect(&mut self, can_reach: impl Fn(NodeId) -> bool, mut tell: impl FnMut(NodeId, u64)) {
        let Self { files, collected, received } = self;
        for file in files.iter_mut().filter(|file| file.fetched < file.written && can_reach(file.node)) {
            let new = file.written - file.fetched;
            *received += new;
            tell(file.node, new);
            file.fetched = file.written;
            let known = file.lines.len().saturating_sub(new as usize);
            file.lines.range(known..).for_each(|line| keep(collected, COLLECTED, *line));
        }
    }

    /// Nobody fetches: what is written from now on comes to nobody, and what was is not made up for later.
    pub(crate) fn skip(&mut self) {
        self.files.iter_mut().for_each(|file| file.fetched = file.written);
    }

    /// How many bytes they take on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let lines = self.files.iter().map(|file| file.lines.capacity()).sum::<usize>() + self.collected.capacity();
        lines * size_of::<Line>() + self.files.capacity() * size_of::<File>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: Nanos, server: u8) -> Line {
        Line { at, writer: NodeId::web(server), place: NodeId::DATABASE, cause: Cause::Timeout }
    }

    #[test]
    fn every_line_is_fetched_once() {
        let mut logs = Logs::default();
        for at in 0..100 {
            logs.write(line(at, (at % 3) as u8));
            if at % 10 == 0 {
                // One machine is out of reach for a while.
                logs.collect(|node| at > 50 || node != NodeId::web(1), |_, _| {});
                let mut seen: Vec<_> = logs.collected().iter().map(|line| line.at).collect();
                seen.sort_unstable();
                seen.dedup();
                assert_eq!(seen.len(), logs.collected().len());
            }
        }
        assert_eq!(logs.received(), 91);
        logs.collect(|_| true, |_, _| {});
        assert_eq!((logs.received(), logs.written(NodeId::web(0))), (100, 34));
        assert_eq!(logs.file(NodeId::web(2)).next_back().map(|line| line.at), Some(98));
        assert_eq!(logs.file(NodeId::web(9)).count(), 0);
    }

    #[test]
    fn a_flood_is_counted_whole_and_kept_in_part() {
        let mut logs = Logs::default();
        (0..10_000).for_each(|at| logs.write(line(at, 0)));
        logs.collect(|_| true, |_, _| {});
        assert_eq!((logs.received(), logs.collected().len(), logs.file(NodeId::web(0)).count()), (10_000, FILE, FILE));
        let bytes = logs.bytes();
        for round in 0..50 {
            (0..500).for_each(|at| logs.write(line(round * 500 + at, 0)));
            logs.collect(|_| true, |_, _| {});
        }
        assert_eq!(logs.collected().len(), COLLECTED);
        assert!(logs.bytes() <= bytes + 8 * COLLECTED * size_of::<Line>());
    }

    #[test]
    fn what_was_skipped_is_not_fetched_later() {
        let mut logs = Logs::default();
        (0..5).for_each(|at| logs.write(line(at, 0)));
        logs.skip();
        logs.collect(|_| true, |_, _| {});
        assert_eq!((logs.received(), logs.written(NodeId::web(0))), (0, 5));
    }
}
