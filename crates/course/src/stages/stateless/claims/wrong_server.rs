//! With sessions in the memory of n servers, a signed-in visitor's request meets the wrong server n − 1 times of n.

use scalewalk_model::theory::wrong_server;
use scalewalk_model::{Cause, Count, SessionMode};

use super::{SETTLED_S, brisk};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.wrong-server", trials, judge };

const SEEDS: u64 = 8;
const THREE: usize = 0;
const FIVE: usize = 1;
const STORE: usize = 2;

fn trials() -> Vec<Trial> {
    // Some 3,000 requests a run, of which nine in ten are signed in.
    let run = |group, mode, servers: f64| {
        let config = brisk(mode, &[("web.servers", servers)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, SETTLED_S, 20.0))
    };
    let on_servers = |group, servers| run(group, SessionMode::Server, servers);
    [on_servers(THREE, 3.0), on_servers(FIVE, 5.0), run(STORE, SessionMode::Store, 3.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let refused = |group| {
        values(outcomes, group, |o| {
            let signed_in = o.report.requests.arrived - o.of(Count::SignIn);
            percent(o.failed_by(Cause::NoSession), signed_in)
        })
    };
    let check = |what, group, n| Check::new(what, &refused(group), " %", Relation::Equal, 100.0 * wrong_server(n));
    vec![
        check("refused with three servers", THREE, 3),
        check("refused with five servers", FIVE, 5),
        Check::new("refused with a store", &refused(STORE), " %", Relation::Exactly, 0.0),
    ]
}
