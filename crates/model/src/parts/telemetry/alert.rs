//! When an alert is raised, and when it ends.

use std::collections::VecDeque;

use crate::engine::time::Nanos;
use crate::topology::node::NodeId;

/// When too many requests fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// More than this share of the requests in the window, 0 to 1 …
    pub threshold: f64,
    /// … and at least so many, lest a few unlucky requests raise it.
    pub least: u64,
}

impl Rule {
    /// Whether so many errors of so many requests are too many.
    pub fn holds(&self, errors: u64, requests: u64) -> bool {
        errors >= self.least.max(1) && errors as f64 > self.threshold * requests as f64
    }
}

/// An alert.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alert {
    /// About which machine; none if about all together.
    pub about: Option<NodeId>,
    /// When it was raised.
    pub fired: Nanos,
    /// When it ended.
    pub resolved: Option<Nanos>,
    /// Errors in the window when it was raised …
    pub errors: u64,
    /// … and requests.
    pub requests: u64,
}

/// How many alerts are kept.
const KEPT: usize = 64;

/// The alerts so far.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    log: VecDeque<Alert>,
    fired: u64,
}

impl Alerts {
    /// The last of them, the latest last.
    pub fn log(&self) -> &VecDeque<Alert> {
        &self.log
    }

    /// How many were raised in all.
    pub fn fired(&self) -> u64 {
        self.fired
    }

    /// Those that go on.
    pub fn firing(&self) -> impl Iterator<Item = &Alert> {
        self.log.iter().filter(|alert| alert.resolved.is_none())
    }

    /// Whether one goes on.
    pub fn is_firing(&self) -> bool {
        self.firing().next().is_some()
    }

    /// What the rule says about a machine, or about all, at `now`: whether it holds, and for which numbers. Whether
    /// an alert is raised.
    pub(crate) fn judge(
        &mut self,
        now: Nanos,
        about: Option<NodeId>,
        rule: &Rule,
        (errors, requests): (u64, u64),
    ) -> bool {
        let holds = rule.holds(errors, requests);
        let going_on = self.log.iter_mut().find(|alert| alert.about == about && alert.resolved.is_none());
        match going_on {
            Some(alert) if !holds => alert.resolved = Some(now),
            None if holds => {
                if self.log.len() == KEPT {
                    self.log.pop_front();
                }
                self.log.push_back(Alert { about, fired: now, resolved: None, errors, requests });
                self.fired += 1;
                return true;
            }
            _ => {}
        }
        false
    }

    /// Ends those that are about what `goes` says: nobody looks at it any more.
    pub(crate) fn end(&mut self, now: Nanos, goes: impl Fn(Option<NodeId>) -> bool) {
        for alert in self.log.iter_mut().filter(|alert| alert.resolved.is_none() && goes(alert.about)) {
            alert.resolved = Some(now);
        }
    }

    /// How many bytes they take on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.log.capacity() * size_of::<Alert>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { threshold: 0.1, least: 3 };

    #[test]
    fn a_rule_wants_both_a_share_and_a_number() {
        assert!(!RULE.holds(2, 2), "too few to tell from bad luck");
        assert!(RULE.holds(3, 29) && !RULE.holds(3, 30), "to be equal is not enough");
        assert!(!Rule { threshold: 0.0, least: 0 }.holds(0, 0));
        assert!(Rule { threshold: 0.0, least: 0 }.holds(1, 1_000));
    }

    #[test]
    fn an_alert_is_raised_once_and_ends_once() {
        let mut alerts = Alerts::default();
        let mut judge = |now, errors| {
            let raised = alerts.judge(now, None, &RULE, (errors, 20));
            (raised, alerts.firing().count())
        };
        assert_eq!(
            [judge(1, 2), judge(2, 3), judge(3, 9), judge(4, 1), judge(5, 0)],
            [(false, 0), (true, 1), (false, 1), (false, 0), (false, 0)]
        );
        assert_eq!(judge(6, 4), (true, 1));
        let of: Vec<_> = alerts.log().iter().map(|alert| (alert.fired, alert.resolved, alert.errors)).collect();
        assert_eq!((of, alerts.fired()), (vec![(2, Some(4), 3), (6, None, 4)], 2));
        alerts.end(7, |about| about.is_none());
        assert!(!alerts.is_firing());
    }

    #[test]
    fn each_machine_has_its_own_and_few_are_kept() {
        let mut alerts = Alerts::default();
        for now in 0..1_000 {
            let about = Some(NodeId::web((now % 4) as u8));
            alerts.judge(now, about, &RULE, (10 * (now / 4 % 2), 20));
        }
        assert_eq!((alerts.fired(), alerts.log().len(), alerts.firing().count()), (500, KEPT, 4));
    }
}
