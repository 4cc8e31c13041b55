//! The plate beside the text: clients left, data right.

use scalewalk_model::{Config, Database, NodeId};

use super::draft::{DOWN, Draft, LEFT, RIGHT, UP};
use super::{Detail, Form, Label, Rect, behind, jobs, sites, watch};

pub(super) fn one(draft: &mut Draft, config: &Config) -> (f64, Option<Rect>) {
    if config.topology.regions {
        return under_the_world(draft, config);
    }
    let own = config.topology.database == Database::Own;
    draft.node(0, NodeId::BROWSER, Rect::around(56.0, 96.0, 76.0, 52.0), Detail::Full, Label::Below);
    draft.node(0, NodeId::MOBILE, Rect::around(56.0, 306.0, 38.0, 64.0), Detail::Full, Label::Below);
    draft.node(0, NodeId::DNS, Rect::around(212.0, 209.0, 92.0, 58.0), Detail::Full, Label::Inside);
    draft.lookups((RIGHT, 0.8), (RIGHT, 0.2), (LEFT, 0.3), (LEFT, 0.7));
    let mut private = None;
    let region = if config.topology.balancer {
        draft.node(0, NodeId::BALANCER, Rect::around(372.0, 215.0, 30.0, 152.0), Detail::Full, Label::Above);
        draft.clients_to(0, NodeId::BALANCER, (RIGHT, 0.35), (RIGHT, 0.65), (LEFT, 0.22), (LEFT, 0.78));
        private = Some(Rect::new(438.0, 2.0, 534.0, 426.0));
        let (x, w) = if config.shards() > 0 { (470.0, 190.0) } else { (472.0, if own { 250.0 } else { 480.0 }) };
        Rect::new(x, 16.0, w, 394.0)
    } else {
        Rect::new(if own { 380.0 } else { 470.0 }, 12.0, if own { 290.0 } else { 460.0 }, 404.0)
    };
    let servers = draft.servers(0, config, region, Form::Wide);
    draft.join_servers(0, config, &servers, Form::Wide, (RIGHT, 0.35), (RIGHT, 0.65));
    if own {
        // A column: what is behind the web servers, with room on its right for the log's way to the replicas.
        // Shards stand side by side.
        let (x, w) = if config.shards() > 0 { (694.0, 264.0) } else { (786.0, 162.0) };
        let behind = behind::wide(config, Rect::new(x, 30.0, w, 390.0));
        draft.behind(0, &servers, behind, Form::Wide);
    }
    let height = jobs::wide(draft, config, &servers, 430.0);
    if let Some(zone) = &mut private {
        zone.h += height - 430.0;
    }
    (height, private)
}

/// The map of the world on top, and the site below it.
fn under_the_world(draft: &mut Draft, config: &Config) -> (f64, Option<Rect>) {
    let own = config.topology.database == Database::Own;
    let map = draft.world(config, Form::Wide);
    if config.topology.sites {
        let foot = sites::stand(draft, config, Form::Wide, 264.0);
        return (jobs::under_sites(draft, config, watch::QUEUE, foot), None);
    }
    let site = map.sites[0];
    let mut left = 40.0;
    let mut private = None;
    if config.topology.balancer {
        draft.node(0, NodeId::BALANCER, Rect::around(site.0, 448.0, 30.0, 152.0), Detail::Full, Label::Left);
        private = Some(Rect::new(234.0, 252.0, 738.0, 394.0));
        left = 252.0;
    }
    let region = Rect::new(left, 272.0, if own { 736.0 - left } else { 950.0 - left }, 360.0);
    let servers = draft.servers(0, config, region, Form::Wide);
    if config.topology.balancer {
        draft.join_servers(0, config, &servers, Form::Wide, (RIGHT, 0.5), (RIGHT, 0.5));
    }
    if own {
        let behind = behind::wide(config, Rect::new(786.0, 274.0, 162.0, 366.0));
        draft.behind(0, &servers, behind, Form::Wide);
    }
    (650.0, private)
}

pub(super) fn pair(draft: &mut Draft, lanes: &[&Config]) -> (f64, Option<Rect>) {
    draft.node(0, NodeId::BROWSER, Rect::around(442.0, 92.0, 76.0, 52.0), Detail::Full, Label::Above);
    draft.node(0, NodeId::DNS, Rect::around(442.0, 215.0, 92.0, 58.0), Detail::Full, Label::Inside);
    draft.node(0, NodeId::MOBILE, Rect::around(442.0, 334.0, 38.0, 64.0), Detail::Full, Label::Below);
    draft.lookups((DOWN, 0.5), (UP, 0.5), (UP, 0.5), (DOWN, 0.5));
    for (lane, config) in lanes.iter().enumerate() {
        let left = lane == 0;
        let region = if left { Rect::new(16.0, 30.0, 270.0, 376.0) } else { Rect::new(590.0, 30.0, 366.0, 376.0) };
        let side = if left { LEFT } else { RIGHT };
        let servers = draft.servers(lane, config, region, Form::Wide);
        draft.join_servers(lane, config, &servers, Form::Wide, (side, 0.5), (side, 0.5));
    }
    (430.0, None)
}
