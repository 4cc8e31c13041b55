//! Web servers over time, beside the number that the load needs.

use scalewalk_model::series::{Bucket, WEB};
use scalewalk_model::{Count, Sim};

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{Kind, Line, Panel, Source};
use crate::ui::kit::format;

impl Source<'_> {
    /// How many web servers there were, as steps, over how many the load needed at the target of the pool.
    pub(super) fn servers(&self) -> Panel {
        let Some(sim) = self.sims.first() else { return Panel::default() };
        let (h, config, messages) = (Kind::Servers.height(), sim.config(), self.messages);
        let servers = self.servers_at_ends(sim);
        // As the pool reckons: the servers in service, times how busy they are, over the target.
        let beyond = (f64::from(config.servers) / WEB.len() as f64).max(1.0) / config.scaling.target;
        let busy = |b: &Bucket| b.utilisation[WEB].iter().filter(|u| u.is_finite()).map(|u| f64::from(*u)).sum::<f64>();
        let needed = || self.buckets(0).map(|(x, b)| (x, busy(b) * beyond));
        let most = needed().map(|(_, n)| n).chain(servers.iter().map(|(_, n)| *n)).fold(0.0, f64::max);
        let scale = Scale::linear(most);
        let y = |n: f64| h * (1.0 - scale.share(n));
        let half = self.width / crate::ui::chart::series::BUCKETS as f64 / 2.0;
        let steps = servers.iter().flat_map(|(x, n)| [Some((x - half, y(*n))), Some((x + half, y(*n)))]);
        let lines = vec![
            Line { class: "ser faint", d: plot::line(needed().map(|(x, n)| Some((x, y(n))))) },
            Line { class: "ser", d: plot::line(steps) },
        ];
        let x = self.at.map(|at| at * self.width);
        let near = |x: f64| servers.iter().min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).map(|(_, n)| *n);
        let now = x.and_then(near).unwrap_or_else(|| f64::from(config.servers));
        let ends = needed().next_back().map(|(_, n)| (y(n), messages.chart_needed.to_owned()));
        let own = servers.last().map(|(_, n)| (y(*n), messages.chart_there.to_owned()));
        Panel {
            head: format::number(now),
            rules: plot::levels(self.width, [0.0, h].into_iter()),
            lines,
            names: ends.into_iter().chain(own).collect(),
            ..Panel::default()
        }
    }

    /// The number of servers at the end of each bucket in sight: that of now, less what was added since.
    fn servers_at_ends(&self, sim: &Sim) -> Vec<(f64, f64)> {
        let open = sim.series().since(self.level, &sim.accounts().total);
        let since = open.of(Count::ScaledOut) as f64 - open.of(Count::ScaledIn) as f64;
        let mut n = f64::from(sim.config().servers) - since;
        let mut servers: Vec<_> = self
            .buckets(0)
            .rev()
            .map(|(x, b)| {
                let here = n;
                n -= f64::from(b.of(Count::ScaledOut)) - f64::from(b.of(Count::ScaledIn));
                (x, here)
            })
            .collect();
        servers.reverse();
        servers
    }
}
