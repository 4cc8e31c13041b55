//! What a visit comes to: whether its visitor was answered, and whether one of their requests failed.

use crate::request::visitors::Visitors;

/// Counters of visits; a site's own programs keep them, and a scraper reads them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitCounts {
    /// Visits in which the visitor got an answer.
    pub active: u64,
    /// Visits that came to an end.
    pub ended: u64,
    /// … of which a request had failed.
    pub hurt: u64,
    /// Pages and JSON answers that reached their visitor.
    pub answers: u64,
}

impl VisitCounts {
    /// What was added since `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            active: self.active - earlier.active,
            ended: self.ended - earlier.ended,
            hurt: self.hurt - earlier.hurt,
            answers: self.answers - earlier.answers,
        }
    }

    /// Share of the visits that ended whose visitor comes back, 0 to 1, if of those with a failed request the share
    /// `churn` stays away for good and all others come back; none if no visit ended.
    pub fn retention(&self, churn: f64) -> Option<f64> {
        (self.ended > 0).then(|| 1.0 - churn * self.hurt as f64 / self.ended as f64)
    }
}

/// The visitor has no answer yet …
const IDLE: u8 = 1;
/// … or a request of theirs has failed. Whom nobody has counted yet has neither mark, and counts as one who has an answer.
const HURT: u8 = 2;

/// What the visitors on the site have met in their visits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visits {
    /// Whether anybody counts.
    counted: bool,
    pub counts: VisitCounts,
}

impl Visits {
    /// They are counted from now on. Visits that are under way began before anybody counted.
    pub fn begin(&mut self, visitors: &mut Visitors) {
        if !core::mem::replace(&mut self.counted, true) {
            visitors.mark_all(0);
        }
    }

    fn marks(&self, visitors: &Visitors, visitor: u32) -> Option<u8> {
        if self.counted { visitors.marks(visitor) } else { None }
    }

    /// Another visitor takes the place of this one, whose visit is over.
    pub fn over(&mut self, visitors: &mut Visitors, visitor: u32) {
        let Some(met) = self.marks(visitors, visitor) else { return };
        self.counts.ended += u64::from(met != IDLE);
        self.counts.hurt += u64::from(met & HURT != 0);
        visitors.mark(visitor, IDLE);
    }

    /// The visitor got a page.
    pub fn answered(&mut self, visitors: &mut Visitors, visitor: u32) {
        let Some(met) = self.marks(visitors, visitor) else { return };
        self.counts.active += u64::from(met & IDLE != 0);
        self.counts.answers += 1;
        visitors.mark(visitor, met & !IDLE);
    }

    /// A request of the visitor failed.
    pub fn failed(&mut self, visitors: &mut Visitors, visitor: u32) {
        if let Some(met) = self.marks(visitors, visitor) {
            visitors.mark(visitor, met | HURT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Topology};

    #[test]
    fn a_visit_is_counted_once_whatever_it_meets() {
        let mut visitors = Visitors::new(&Config::new(Topology::BARE));
        visitors.keep_more(true);
        visitors.resize(4);
        let mut visits = Visits::default();
        visits.answered(&mut visitors, 0);
        assert_eq!(visits.counts.answers, 0, "nobody counts");
        visits.begin(&mut visitors);
        visits.answered(&mut visitors, 0);
        assert_eq!((visits.counts.active, visits.counts.answers), (0, 1), "it began before");
        visitors.mark_all(IDLE);
        visits.counts = VisitCounts::default();
        for visitor in [0, 0, 1, 3, 9, u32::MAX] {
            visits.answered(&mut visitors, visitor);
        }
        [1, 1, 2, 9].into_iter().for_each(|visitor| visits.failed(&mut visitors, visitor));
        // Who has no place is none of the visitors, but sends by hand.
        assert_eq!(visits.counts, VisitCounts { active: 3, ended: 0, hurt: 0, answers: 4 });
        (0..4).for_each(|visitor| visits.over(&mut visitors, visitor));
        (0..4).for_each(|visitor| visits.over(&mut visitors, visitor));
        assert_eq!(visits.counts, VisitCounts { active: 3, ended: 4, hurt: 2, answers: 4 });
        assert_eq!(visits.counts.retention(0.5), Some(0.75));
        assert_eq!(VisitCounts::default().retention(0.5), None);
    }
}
