//! What a workload costs on each kind of store.

use leptos::prelude::*;
use scalewalk_course::page::Messages;
use scalewalk_course::stages::database::stores::{Family, Workload};

use crate::ui::kit::format;

/// What became of a workload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The reader's choice.
    pub chosen: Option<Family>,
    /// Mean time of the data in milliseconds, by family, as far as simulated.
    pub times_ms: Vec<f64>,
}

impl Answer {
    /// Whether all five are simulated.
    pub fn is_done(&self) -> bool {
        self.times_ms.len() == Family::ALL.len()
    }
}

/// The name of a kind of store.
pub fn store_name(family: Family, messages: &Messages) -> &'static str {
    messages.get(&format!("store_{}", family.key())).unwrap_or_default()
}

/// A row for each kind of store.
pub fn rows(workload: &Workload, answer: &Answer, messages: &'static Messages) -> impl IntoView + use<> {
    let most = answer.times_ms.iter().copied().fold(1e-9, f64::max);
    let best = answer.is_done().then(|| {
        let ms = |f: &Family| answer.times_ms[*f as usize];
        Family::ALL.into_iter().min_by(|a, b| ms(a).total_cmp(&ms(b)))
    });
    Family::ALL
        .map(|family| {
            let ms = answer.times_ms.get(family as usize).copied();
            let trips = match workload.need(family).round_trips {
                1 => messages.try_round_trip_one.to_owned(),
                n => messages.try_round_trip_n.replace("{n}", &n.to_string()),
            };
            let note = match (answer.chosen == Some(family), best.flatten() == Some(family)) {
                (true, true) => format!("{}, {}", messages.try_yours, messages.try_best),
                (true, false) => messages.try_yours.to_owned(),
                (false, true) => messages.try_best.to_owned(),
                _ => String::new(),
            };
            let width = ms.map_or("0".to_owned(), |ms| format!("{:.1}%", 100.0 * ms / most));
            view! {
                <tr class:yours=answer.chosen == Some(family)>
                    <th scope="row">
                        {store_name(family, messages)} <span class="note">{note}</span>
                    </th>
                    <td class="trips num">{trips}</td>
                    <td class="cost">
                        <i style:width=width></i>
                        <span class="num">{ms.map(format::millis)}</span>
                    </td>
                </tr>
            }
        })
        .collect_view()
}
