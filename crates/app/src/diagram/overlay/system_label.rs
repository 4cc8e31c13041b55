//! What stands over a whole system: its private network, and of two systems which each is.

use leptos::prelude::*;
use scalewalk_course::picture::Picture;

use crate::state::shared::Shared;
use crate::ui::kit::node_names;

/// A share of the picture's width or height, as a length in a style.
pub fn css_percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

/// Over each of two systems: how many machines, how large, for how much.
pub fn lane_labels(s: Shared, picture: &Picture) -> impl IntoView + use<> {
    let messages = s.messages();
    s.configs.with(|configs| {
        let label = |(config, (x, y)): (&scalewalk_model::Config, &(f64, f64))| {
            let name = if config.servers == 1 { messages.node_one_machine } else { messages.node_pool };
            let cores = messages.node_cores.replace("{n}", &config.web_cores.to_string());
            let size = if config.servers == 1 { cores } else { format!("{} × {cores}", config.servers) };
            let price = messages.chart_a_month.replace("{n}", &node_names::grouped(config.usd_month()));
            let (left, top) = (css_percent(x / picture.width), css_percent(y / picture.height));
            view! {
                <p class="lane" data-group="" style:left=left style:top=top>
                    <b data-rank="0">{name}</b>
                    <span class="num" data-rank="2">{size}</span>
                    <span class="num" data-rank="2">{price}</span>
                </p>
            }
        };
        configs.iter().zip(&picture.lane_labels).map(label).collect_view()
    })
}

/// The name of the private network.
pub fn zone_label(s: Shared, picture: &Picture) -> Option<impl IntoView + use<>> {
    let zone = picture.private?;
    let right = css_percent((picture.width - zone.x - zone.w + 10.0) / picture.width);
    let top = css_percent((zone.y + 5.0) / picture.height);
    let name = s.messages().node_private_network;
    Some(view! { <p class="zone" style:right=right style:top=top><span data-rank="6">{name}</span></p> })
}
