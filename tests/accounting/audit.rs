//! The books, against a head count and against each other.

use scalewalk_model::{CAUSES, Cause, Count, HopKind, MAX_EDGES, MAX_SERVERS, MAX_SITES, NodeId, Outcome, Sim};

/// Asserts that all counts agree at this instant.
pub fn audit(sim: &Sim) {
    let accounts = sim.accounts();
    let census = sim.census();
    let total = &accounts.total;
    assert_eq!(total.arrived, total.answered + total.failed_in_all() + sim.in_flight(), "in all");
    assert_eq!(census.in_flight, sim.in_flight());

    let nodes: Vec<NodeId> = NodeId::all().collect();
    let mut failed = [0; CAUSES];
    for node in &nodes {
        let counts = accounts.node(*node);
        assert_eq!(counts.arrived, counts.answered + counts.lost + census.inside(*node), "{node}");
        assert_eq!(counts.inside(), census.inside(*node), "{node}");
        Cause::ALL.iter().for_each(|cause| failed[*cause as usize] += counts.failed_here[*cause as usize]);
        station(sim, *node, census.inside(*node), census.waiting(*node));
    }
    assert_eq!(failed, total.failed, "every failure has one place and one cause");

    for edge in 0..MAX_EDGES as u8 {
        let node = NodeId::edge(edge);
        if sim.is_out(NodeId::CDN) || sim.is_out(node) {
            assert_eq!(census.inside(node), 0, "edge {edge} is down, and not empty");
        }
    }
    audit_queue(sim);
    let files = total.of(Count::File);
    assert!(files >= total.of(Count::StaleFile) && files <= total.answered);
    assert!(total.of(Count::EdgeHit) + total.of(Count::OriginFile) >= files, "a file from nowhere");

    for site in 0..MAX_SITES as u8 {
        let open: u32 = (0..MAX_SERVERS as u8).map(|i| sim.balancer_at(site).backend(i).open).sum();
        let balancer = NodeId::balancer_at(site);
        assert_eq!(u64::from(open), census.inside(balancer), "open connections of {balancer}");
        if sim.is_out(NodeId::site(site)) {
            let here = nodes.iter().filter(|node| node.kind().is_in_a_site() && node.home() == site);
            for node in here {
                assert_eq!(census.inside(*node), 0, "{node} is in a dead data center, and not empty");
                assert!(sim.station(*node).is_none_or(|s| !s.accepts()), "{node} is in a dead data center, and works");
            }
            assert!(!sim.balancer_at(site).is_up(), "{balancer} is in a dead data center, and works");
        }
    }
    let between = sim.between();
    let messages = between.messages();
    let under_way = between.under_way_in_all();
    assert_eq!(messages.told, messages.arrived + messages.set_aside + under_way, "messages between data centers");
    assert_eq!(messages.arrived, total.of(Count::Shipped));
    assert!(total.of(Count::Conflict) <= messages.arrived);
}

/// Every message is in one place, every worker has at most one, and the counts of the run are those of the queue.
pub fn audit_queue(sim: &Sim) {
    let (queue, total) = (sim.queue(), &sim.accounts().total);
    let [published, done, lost] = [Count::Published, Count::JobDone, Count::LostMessage].map(|count| total.of(count));
    let (waiting, in_work) = (queue.waiting() as u64, queue.in_work() as u64);
    assert_eq!((published, done, lost), (queue.published(), queue.done(), queue.lost()));
    assert_eq!(published, waiting + in_work + done + queue.dead() + lost, "messages");
    assert!(total.of(Count::DeadLetter) >= queue.dead());
    let Some(workers) = sim.station(NodeId::WORKERS) else {
        return assert_eq!(waiting, 0, "messages without a machine");
    };
    let at_work = queue.taken().iter().filter(|taken| taken.at_work).count();
    let starting = sim.workers_starting();
    assert!(workers.busy() as usize <= at_work, "a worker without a message");
    assert!(starting.iter().all(|start| u32::from(start.worker) < workers.workers()));
    for start in starting {
        assert!(workers.works()[usize::from(start.worker)].is_none(), "a worker works while it starts");
    }
    let free = workers.workers() as usize
        > workers.works().iter().take(workers.workers() as usize).flatten().count() + starting.len();
    let in_touch = |node: NodeId| sim.station(node).is_some_and(|s| s.accepts()) && !sim.is_cut(node);
    let flows = in_touch(NodeId::QUEUE) && in_touch(NodeId::WORKERS);
    assert!(!(free && flows && waiting > 0), "a message waits, and a worker is free");
}

fn station(sim: &Sim, node: NodeId, inside: u64, waiting: u64) {
    let Some(station) = sim.station(node) else { return };
    assert_eq!(u64::from(station.waiting()), waiting, "{node} waiting");
    let working = station.works().iter().flatten().count();
    assert_eq!(station.busy() as usize, working, "{node} busy");
    // Workers beyond their number only finish; the others are no more than there are.
    let of_its_own = station.works().iter().take(station.workers() as usize).flatten().count();
    assert!(of_its_own <= station.workers() as usize);
    if waiting > 0 {
        assert_eq!(of_its_own, station.workers() as usize, "{node}: a worker is idle while someone waits");
    }
    if !station.accepts() {
        assert_eq!((inside, station.busy(), station.waiting()), (0, 0, 0), "{node} is down, and not empty");
    }
    let totals = station.totals(sim.now());
    assert!(totals.begun >= totals.finished + u64::from(station.busy()), "{node} finished what it never began");
}

/// Asserts that each finished journey is one way without gap or leap, from the wish to the end.
pub fn audit_journeys(sim: &Sim) {
    for journey in sim.journeys().done() {
        let (end, outcome) = journey.end.expect("it is finished");
        let hops = &journey.hops;
        assert_eq!(hops.first().map(|hop| hop.enter), Some(journey.born), "{journey:?}");
        for hop in hops {
            assert!(hop.enter <= hop.start && hop.start <= hop.leave && hop.leave <= end, "{journey:?}");
        }
        for pair in hops.windows(2) {
            assert_eq!((pair[0].leave, pair[0].to), (pair[1].enter, pair[1].from), "{journey:?}");
        }
        if outcome == Outcome::Answered {
            let last = hops.last().map(|hop| (hop.kind, hop.leave));
            assert_eq!(last, Some((HopKind::Answer, end)), "{journey:?}");
        }
        if outcome == Outcome::Done {
            let last = hops.last().map(|hop| (hop.kind, hop.leave));
            assert_eq!(last, Some((HopKind::Report, end)), "{journey:?}");
        }
    }
}
