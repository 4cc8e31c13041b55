//! What a visit comes to: whether its visitor was answered, and whether one of their requests failed.

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

const ACTIVE: u8 = 1;
const HURT: u8 = 2;

/// What each visitor on the site has met in this visit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visits {
    marks: Vec<u8>,
    pub counts: VisitCounts,
}

impl Visits {
    /// Room for so many visitors; none where nobody counts. Visits that are under way began before anybody counted.
    pub fn resize(&mut self, visitors: usize) {
        self.marks.resize(visitors, ACTIVE);
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.marks.capacity()
    }

    fn mark(&mut self, visitor: u32) -> Option<&mut u8> {
        self.marks.get_mut(visitor as usize)
    }

    /// Another visitor takes the place of this one, whose visit is over.
    pub fn over(&mut self, visitor: u32) {
        let met = self.mark(visitor).map_or(0, core::mem::take);
        self.counts.ended += u64::from(met != 0);
        self.counts.hurt += u64::from(met & HURT != 0);
    }

    /// The visitor got a page.
    pub fn answered(&mut self, visitor: u32) {
        let Some(mark) = self.mark(visitor) else { return };
        let first = *mark & ACTIVE == 0;
        *mark |= ACTIVE;
        self.counts.active += u64::from(first);
        self.counts.answers += 1;
    }

    /// A request of the visitor failed.
    pub fn failed(&mut self, visitor: u32) {
        self.mark(visitor).into_iter().for_each(|mark| *mark |= HURT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_counted_once_whatever_it_meets() {
        let mut visits = Visits::default();
        visits.resize(4);
        visits.answered(0);
        assert_eq!((visits.counts.active, visits.counts.answers), (0, 1), "it began before");
        visits.marks.fill(0);
        visits.counts = VisitCounts::default();
        for visitor in [0, 0, 1, 3, 9, u32::MAX] {
            visits.answered(visitor);
        }
        [1, 1, 2, 9].into_iter().for_each(|visitor| visits.failed(visitor));
        // Who has no place is none of the visitors, but sends by hand.
        assert_eq!(visits.counts, VisitCounts { active: 3, ended: 0, hurt: 0, answers: 4 });
        (0..4).for_each(|visitor| visits.over(visitor));
        (0..4).for_each(|visitor| visits.over(visitor));
        assert_eq!(visits.counts, VisitCounts { active: 3, ended: 4, hurt: 2, answers: 4 });
        assert_eq!(visits.counts.retention(0.5), Some(0.75));
        assert_eq!(VisitCounts::default().retention(0.5), None);
    }
}
