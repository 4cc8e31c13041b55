use super::*;
use crate::STAGES;
use crate::stage::with;

fn check(lanes: &[&Config], form: Form, what: &str) {
    let picture = layout(lanes, form);
    for (i, a) in picture.nodes.iter().enumerate() {
        let r = a.rect;
        assert!(r.x >= 0.0 && r.y >= 0.0, "{what}: {a:?}");
        assert!(r.x + r.w <= picture.width && r.y + r.h <= picture.height, "{what}: {a:?}");
        for b in &picture.nodes[i + 1..] {
            assert!(!r.overlaps(&b.rect), "{what}: {a:?} covers {b:?}");
            assert!((a.lane, a.node) != (b.lane, b.node), "{what}: {a:?} stands twice");
        }
    }
    if let Some(map) = picture.map {
        let users = map.regions.map(|region| region.users);
        for (i, a) in users.iter().enumerate() {
            assert!(a.x >= 0.0 && a.y >= 0.0 && a.x + a.w <= picture.width, "{what}: {a:?}");
            let others = picture.nodes.iter().map(|node| node.rect).chain(users[i + 1..].iter().copied());
            others.for_each(|b| assert!(!a.overlaps(&b), "{what}: users at {a:?} are covered by {b:?}"));
        }
    }
    for link in &picture.links {
        for node in [link.from, link.to] {
            let there = picture.nodes.iter().any(|n| n.node == node && (n.lane == link.lane || n.lane == 0));
            assert!(there, "{what}: {link:?} leads nowhere");
        }
    }
}

#[test]
fn no_two_machines_overlap_at_any_setting_of_any_stage() {
    for stage in STAGES {
        for form in [Form::Wide, Form::Tall] {
            for servers in 1..=64 {
                for cores in [1.0, 4.0, 448.0] {
                    let lanes: Vec<_> = (stage.lanes)()
                        .into_iter()
                        .map(|c| with(c, &[("web.servers", f64::from(servers)), ("web.cores", cores)]))
                        .collect();
                    let what = format!("{} {form:?} {servers} × {cores}", stage.id);
                    check(&lanes.iter().collect::<Vec<_>>(), form, &what);
                }
            }
        }
    }
}

#[test]
fn no_two_machines_overlap_whatever_stands_behind_the_web_servers() {
    for stage in STAGES {
        for form in [Form::Wide, Form::Tall] {
            for (replicas, caches, edges) in (0..=8).flat_map(|r| (1..=6).map(move |c| (r, c, (r + c) % 7))) {
                let settings = [
                    ("db.replicas", f64::from(replicas)),
                    ("cache.nodes", f64::from(caches)),
                    ("cdn.edges", f64::from(edges)),
                ];
                let lanes: Vec<_> = (stage.lanes)().into_iter().map(|c| with(c, &settings)).collect();
                let what = format!("{} {form:?} {replicas} replicas, {caches} caches, {edges} edges", stage.id);
                check(&lanes.iter().collect::<Vec<_>>(), form, &what);
            }
        }
    }
}

#[test]
fn no_two_machines_overlap_however_many_shards_there_are() {
    for stage in STAGES {
        for form in [Form::Wide, Form::Tall] {
            for (shards, apart) in (1..=16).flat_map(|n| (0..=4).map(move |k| (n, k))) {
                let settings = [("shard.count", f64::from(shards)), ("celebrity.shards", f64::from(apart))];
                let lanes: Vec<_> = (stage.lanes)().into_iter().map(|c| with(c, &settings)).collect();
                check(&lanes.iter().collect::<Vec<_>>(), form, &format!("{} {form:?} {shards} + {apart}", stage.id));
            }
        }
    }
}
