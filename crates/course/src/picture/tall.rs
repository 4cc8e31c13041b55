//! The plate on a phone held upright: clients on top, data below.

use scalewalk_model::{Config, Database, NodeId};

use super::draft::{DOWN, Draft, LEFT, RIGHT, UP};
use super::{Detail, Form, Label, Rect, behind, jobs, sites};

pub(super) fn one(draft: &mut Draft, config: &Config) -> (f64, Option<Rect>) {
    let own = config.topology.database == Database::Own;
    let world = config.topology.regions;
    let mut y = 132.0;
    if world {
        y += draft.world(config, Form::Tall).area.h - 100.0;
        if config.topology.sites {
            let foot = sites::stand(draft, config, Form::Tall, y - 12.0);
            return (jobs::under_sites(draft, config, 362.0, foot), None);
        }
    } else {
        tall_clients(draft, 42.0);
    }
    let mut private = None;
    if config.topology.balancer {
        draft.node(0, NodeId::BALANCER, Rect::around(181.0, y + 28.0, 128.0, 30.0), Detail::Full, Label::Right);
        if !world {
            draft.clients_to(0, NodeId::BALANCER, (DOWN, 0.5), (DOWN, 0.5), (UP, 0.22), (UP, 0.78));
        }
        y += 120.0;
    }
    let top = y - 34.0;
    let region = Rect::new(4.0, y, 354.0, 300.0);
    let servers = draft.servers(0, config, region, Form::Tall);
    y = servers.iter().map(|s| s.rect.y + s.rect.h).fold(y, f64::max);
    if config.topology.balancer || !world {
        draft.join_servers(0, config, &servers, Form::Tall, (DOWN, 0.5), (DOWN, 0.5));
    }
    if own {
        let behind = behind::tall(config, y + 72.0);
        y = behind.iter().map(|placed| placed.rect.y + placed.rect.h).fold(y, f64::max);
        draft.behind(0, &servers, behind, Form::Tall);
    }
    y = jobs::tall(draft, config, &servers, y);
    if config.topology.balancer {
        private = Some(Rect::new(0.0, top, 362.0, y + 14.0 - top));
    }
    (y + 16.0, private)
}

/// One system above the clients, the other below, so that no link runs through a machine.
pub(super) fn pair(draft: &mut Draft, lanes: &[&Config]) -> (f64, Option<Rect>) {
    let above = draft.servers(0, lanes[0], Rect::new(4.0, 28.0, 354.0, 300.0), Form::Tall);
    let clients = draft.foot(0) + 84.0;
    tall_clients(draft, clients);
    draft.join_servers(0, lanes[0], &above, Form::Tall, (UP, 0.5), (UP, 0.5));
    for (lane, config) in lanes.iter().enumerate().skip(1) {
        let below = draft.servers(lane, config, Rect::new(4.0, clients + 100.0, 354.0, 300.0), Form::Tall);
        draft.join_servers(lane, config, &below, Form::Tall, (DOWN, 0.5), (DOWN, 0.5));
    }
    (draft.foot(lanes.len() - 1) + 40.0, None)
}

fn tall_clients(draft: &mut Draft, y: f64) {
    draft.node(0, NodeId::BROWSER, Rect::around(96.0, y, 62.0, 44.0), Detail::Full, Label::Left);
    draft.node(0, NodeId::MOBILE, Rect::around(264.0, y, 32.0, 54.0), Detail::Full, Label::Right);
    draft.node(0, NodeId::DNS, Rect::around(187.0, y, 62.0, 44.0), Detail::Full, Label::Inside);
    draft.lookups((RIGHT, 0.5), (LEFT, 0.5), (LEFT, 0.5), (RIGHT, 0.5));
}
