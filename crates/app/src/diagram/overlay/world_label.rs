//! The names of the regions on the map, and how long files and pages take there.

use leptos::prelude::*;
use scalewalk_course::page::Term;
use scalewalk_course::picture::Picture;

use crate::diagram::overlay::system_label::css_percent;
use crate::state::shared::{Mode, Shared};
use crate::ui::kit::icons;
use crate::ui::kit::node_names::{milliseconds, region};

/// One label a region.
pub fn region_labels(s: Shared, picture: &Picture) -> Option<impl IntoView + use<>> {
    let map = picture.map?;
    let label = |(i, place): (usize, &scalewalk_course::picture::RegionPlace)| {
        let (x, y) = place.label;
        let (left, top) = (css_percent(x / picture.width), css_percent(y / picture.height));
        let time = move |files: bool| {
            move || {
                // In a walk there is one request, and nothing lately.
                let ms = s.readout.with(|r| r.lanes.first()?.regions.get(i)?.ms[usize::from(files)]);
                ms.filter(|_| s.mode.get() == Mode::Traffic).map(|ms| {
                    let term = if files { Term::Static } else { Term::Read };
                    let class = format!("mark-{}", term.key());
                    view! { <span class=class data-rank="3">{icons::term(term)} {milliseconds(ms)}</span> }
                })
            }
        };
        view! {
            <p class="region" data-group="" style:left=left style:top=top>
                <b data-rank="0">{region(s.messages(), i)}</b>
                <span class="num">{time(true)} {time(false)}</span>
            </p>
        }
    };
    Some(map.regions.iter().enumerate().map(label).collect_view())
}
