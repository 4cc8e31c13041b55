//! The engine's workloads under criterion: time a hundred thousand events.

use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use scalewalk_bench::{ENGINE, run};

fn engine(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("engine");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(2_000));
    for engine in ENGINE {
        group.throughput(Throughput::Elements(engine.events));
        let mut sim = None;
        group.bench_function(engine.name, |bencher| {
            let sim = sim.get_or_insert_with(engine.start);
            bencher.iter(|| run(sim, engine.events));
        });
    }
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
