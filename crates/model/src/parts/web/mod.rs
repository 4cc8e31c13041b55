//! The web servers: what a request does there between its queries.

pub(crate) mod params;

use crate::config::Database;
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::NodeId;

/// A request comes to the web server with number `server`.
pub(crate) fn arrive(core: &mut Core, key: RequestKey, server: u8) -> Next {
    let node = NodeId::web(server);
    let there = core.has(node) || core.requests.get(key).is_some_and(|r| r.at_balancer);
    if !there || !core.stations[usize::from(server)].accepts() {
        return Next::Fail { place: node, cause: Cause::Refused };
    }
    let queries = if core.config.topology.database == Database::Own {
        core.config.queries.min(u32::from(u16::MAX)) as u16
    } else {
        0
    };
    // A photo needs no data.
    let upload = core.config.topology.queue && core.requests.item(key).upload;
    let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
    core.accounts.node_mut(node).arrived += 1;
    request.web = Some(server);
    request.at_web = true;
    request.phase = Phase::AtWeb;
    // Anyone may have a file.
    let signed_in = core.config.topology.sessions && !request.is_file();
    request.queries_left = if request.is_file() || upload { 0 } else { queries };
    if signed_in { Next::LetIn { server } } else { Next::Work { station: server, hop: HopKind::Work, node } }
}

/// The web server is done with a part: it asks the next query, or answers.
pub(crate) fn go_on(core: &mut Core, key: RequestKey) -> Next {
    if core.config.topology.queue && core.requests.item(key).photo {
        return Next::TakePhoto;
    }
    let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
    // A stage may have taken the database away in the meantime.
    if request.queries_left > 0 && core.config.topology.database == Database::Own {
        return Next::Ask;
    }
    let web = NodeId::web(request.web.unwrap_or(0));
    request.at_web = false;
    let through_balancer = request.at_balancer;
    core.accounts.node_mut(web).answered += 1;
    if !through_balancer {
        return core.answer(key, web);
    }
    let balancer = NodeId::balancer_at(core.config.site_of(web));
    core.travel_inside(key, HopKind::Return, web, balancer, Phase::ToBalancer);
    Next::Stay
}
