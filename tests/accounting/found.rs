//! Runs that the random search found wrong once.

use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_model::{Config, Database, Fault, NodeId, Topology, params};

use crate::action::Action;
use crate::live_through;

fn config(topology: Topology, settings: &[(&str, f64)]) -> Config {
    with(with(Config::new(topology), &[("users", 1.0), ("web.servers", 5.0)]), settings)
}

fn stage(id: &str) -> Action {
    Action::Stage { stage: STAGES.iter().position(|stage| stage.id == id).expect("a stage"), lane: 0 }
}

const fn down(node: NodeId) -> Action {
    Action::Break { node, kind: Fault::Down }
}

#[test]
fn a_data_center_dies_with_a_server_that_is_on_its_way_out() {
    let config = config(Topology { regions: true, ..Topology::BARE }, &[("users", 228_082.0)]);
    let actions = [Action::Run { ms: 233 }, stage("data-centers"), down(NodeId::site(0))];
    live_through(config, 17_701_919_273_737_279_611, 0.0, &actions);
}

#[test]
fn many_servers_become_few() {
    let param = params::all().iter().position(|param| param.id == "web.servers").expect("a parameter");
    let actions = [stage("load-balancer"), Action::Set { param, place: 18 }, Action::Run { ms: 81 }];
    live_through(config(Topology::BARE, &[]), 7_898_165_771_697_450_794, 0.0, &actions);
}

#[test]
fn messages_of_one_queue_are_handed_out_by_the_next() {
    let topology = Topology { balancer: true, queue: true, database: Database::Absent, ..Topology::BARE };
    let config = config(topology, &[("users", 158_514.0), ("upload.share", 0.065)]);
    let mut actions: Vec<_> = [2, 709, 735, 264, 265].map(|ms| Action::Run { ms }).into();
    actions.extend([stage("message-queue"), Action::Run { ms: 133 }]);
    live_through(config, 28_142_730_789_052_216, 0.0, &actions);
}

#[test]
fn the_next_stage_has_all_data_although_a_disk_was_destroyed() {
    let destroyed = Action::Break { node: NodeId::DATABASE, kind: Fault::Destroy };
    live_through(config(Topology::BARE, &[]), 725_574_216_563_911_758, 0.0, &[stage("replication"), destroyed]);
}
