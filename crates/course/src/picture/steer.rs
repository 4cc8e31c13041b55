//! From one machine of a picture to the next, as the arrow keys lead.

use scalewalk_model::NodeId;

use super::{Picture, Placed};
use crate::stage::Lane;

/// Where an arrow key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To what stands on the left.
    Left,
    /// To what stands on the right.
    Right,
    /// To what stands above.
    Up,
    /// To what stands below.
    Down,
    /// To the first.
    First,
    /// To the last.
    Last,
}

/// A step aside counts as so many straight on.
const ASIDE: f64 = 2.5;

impl Picture {
    /// What can be pressed: all but the clients.
    pub fn machines(&self) -> impl DoubleEndedIterator<Item = &Placed> {
        self.nodes.iter().filter(|placed| !placed.node.kind().is_client())
    }

    /// The machine that lies next from this one; none where there is no more.
    pub fn next(&self, from: (Lane, NodeId), direction: Direction) -> Option<(Lane, NodeId)> {
        let (dx, dy) = match direction {
            Direction::First => return self.machines().next().map(|placed| (placed.lane, placed.node)),
            Direction::Last => return self.machines().next_back().map(|placed| (placed.lane, placed.node)),
            Direction::Left => (-1.0, 0.0),
            Direction::Right => (1.0, 0.0),
            Direction::Up => (0.0, -1.0),
            Direction::Down => (0.0, 1.0),
        };
        let (x, y) = self.machines().find(|placed| (placed.lane, placed.node) == from)?.rect.centre();
        let cost = |placed: &Placed| {
            let (to_x, to_y) = placed.rect.centre();
            let (right, down) = (to_x - x, to_y - y);
            let (straight, aside) = (right * dx + down * dy, (right * dy - down * dx).abs());
            // What stands exactly beside is another direction's.
            (straight > 0.5).then_some(straight + ASIDE * aside)
        };
        let costs = self.machines().filter_map(|placed| Some((cost(placed)?, placed)));
        costs.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, placed)| (placed.lane, placed.node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::STAGES;
    use crate::picture::{Form, layout};

    const DIRECTIONS: [Direction; 4] = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];

    #[test]
    fn arrow_keys_lead_to_every_machine() {
        for stage in STAGES {
            let lanes = (stage.lanes)();
            for form in [Form::Wide, Form::Tall] {
                let picture = layout(&lanes.iter().collect::<Vec<_>>(), form);
                let all: Vec<_> = picture.machines().map(|placed| (placed.lane, placed.node)).collect();
                let mut reached = vec![all[0]];
                let mut seen = 0;
                while seen < reached.len() {
                    let from = reached[seen];
                    for next in DIRECTIONS.into_iter().filter_map(|direction| picture.next(from, direction)) {
                        if !reached.contains(&next) {
                            reached.push(next);
                        }
                    }
                    seen += 1;
                }
                let missed: Vec<_> = all.iter().filter(|machine| !reached.contains(machine)).collect();
                assert!(missed.is_empty(), "{} {form:?}: {missed:?}", stage.id);
            }
        }
    }

    #[test]
    fn a_direction_leads_where_it_says_and_ends_at_the_edge() {
        let stage = STAGES.iter().find(|stage| stage.id == "load-balancer").expect("a stage");
        let lanes = (stage.lanes)();
        let picture = layout(&lanes.iter().collect::<Vec<_>>(), Form::Wide);
        let to = |from, direction| picture.next((0, from), direction).map(|(_, node)| node);
        assert_eq!(to(NodeId::web(0), Direction::Down), Some(NodeId::web(1)));
        assert_eq!(to(NodeId::web(1), Direction::Up), Some(NodeId::web(0)));
        assert_eq!(to(NodeId::web(0), Direction::Right), Some(NodeId::DATABASE));
        assert_eq!(to(NodeId::DATABASE, Direction::Right), None);
        assert_eq!(to(NodeId::DATABASE, Direction::First), picture.machines().next().map(|placed| placed.node));
    }
}
