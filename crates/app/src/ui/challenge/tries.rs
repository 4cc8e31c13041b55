//! The reader's own tries, kept in the browser where it has a storage.

use leptos::prelude::*;
use scalewalk_course::challenge::{Level, Medal, Objective, Score, level};

use crate::browser::{route, storage};
use crate::state::shared::Shared;
use crate::ui::challenge::brief::{dollars, value};
use crate::ui::challenge::section::{medal_word, title};

/// Under this name they are kept.
const KEY: &str = "tries";
/// No more are kept: the best.
const MOST: usize = 20;
/// A kept line is no longer.
const LONGEST: usize = 1_000;

/// A design that was scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// The level's number.
    pub level: usize,
    /// Its medal.
    pub medal: Option<Medal>,
    usd_month: f64,
    answered_percent: f64,
    p99_ms: f64,
    /// Its settings, as in an address.
    query: String,
}

/// The medals by the digits that stand for them; 0 is none.
const MEDALS: [Medal; 3] = [Medal::Bronze, Medal::Silver, Medal::Gold];

impl Try {
    /// With what it gave.
    pub fn new(level: &Level, score: &Score, query: String) -> Self {
        let Score { usd_month, answered_percent, p99_ms, .. } = *score;
        Self { level: level.number(), medal: score.medal(level), usd_month, answered_percent, p99_ms, query }
    }

    fn write(&self) -> String {
        let medal = self.medal.and_then(|medal| MEDALS.iter().position(|m| *m == medal)).map_or(0, |i| i + 1);
        let bits = [self.usd_month, self.answered_percent, self.p99_ms].map(f64::to_bits);
        format!("{} {medal} {} {} {} {}", self.level, bits[0], bits[1], bits[2], self.query)
    }

    fn read(line: &str) -> Option<Self> {
        let mut messages = line.split(' ').filter(|_| line.len() <= LONGEST);
        let mut whole = || messages.next()?.parse::<u64>().ok();
        let (number, medal) = (whole()? as usize, whole()? as usize);
        let (usd, answered, p99) = (whole()?, whole()?, whole()?);
        let query = messages.next().filter(|query| query.starts_with('?'))?;
        level(number)?;
        Some(Self {
            level: number,
            medal: medal.checked_sub(1).and_then(|i| MEDALS.get(i)).copied(),
            usd_month: f64::from_bits(usd),
            answered_percent: f64::from_bits(answered),
            p99_ms: f64::from_bits(p99),
            query: query.to_owned(),
        })
    }

    /// Whether it comes before `other`: higher levels, better medals, less money.
    fn is_before(&self, other: &Self) -> bool {
        (self.level, self.medal) > (other.level, other.medal)
            || (self.level, self.medal) == (other.level, other.medal) && self.usd_month < other.usd_month
    }
}

/// All of them, the best first.
#[derive(Clone, Copy)]
pub struct Tries(RwSignal<Vec<Try>>);

impl Tries {
    /// Those that are kept.
    pub fn kept() -> Self {
        let text = storage::get(KEY).unwrap_or_default();
        Self(RwSignal::new(text.lines().take(MOST).filter_map(Try::read).collect()))
    }

    /// Looks at them.
    pub fn with<R>(self, look: impl FnOnce(&Vec<Try>) -> R) -> R {
        self.0.with(look)
    }

    /// Keeps one more.
    pub fn add(self, one: Try) {
        self.0.update(|all| {
            all.retain(|other| other.query != one.query);
            let place = all.iter().position(|other| one.is_before(other)).unwrap_or(all.len());
            all.insert(place, one);
            all.truncate(MOST);
        });
        self.keep();
    }

    fn clear(self) {
        self.0.set(Vec::new());
        self.keep();
    }

    fn keep(self) {
        let lines: Vec<String> = self.0.with_untracked(|all| all.iter().map(Try::write).collect());
        storage::set(KEY, &lines.join("\n"));
    }
}

/// The list of them.
pub fn tries(s: Shared, kept: Tries) -> AnyView {
    let messages = s.messages();
    let row = move |one: &Try| {
        let level = level(one.level)?;
        let medal = one.medal.map_or("missed", Medal::key);
        Some(view! {
            <tr>
                <th scope="row">
                    <a href=route::href(&format!("{}/{}", level.stage.id, one.query))>{one.level} " " {title(level, s)}</a>
                </th>
                <td>
                    <span class="medal" data-medal=medal>{medal_word(s, medal)}</span>
                </td>
                <td class="num">{dollars(one.usd_month)}</td>
                <td class="num">{value(Objective::Answered, one.answered_percent)}</td>
                <td class="num">{value(Objective::P99, one.p99_ms)}</td>
            </tr>
        })
    };
    let list = move || {
        kept.with(|all| {
            let rows = all.iter().filter_map(row).collect_view();
            (!all.is_empty()).then(|| {
                view! {
                    <h3>{messages.challenge_tries}</h3>
                    <table class="tries">
                        <thead class="vh">
                            <tr>
                                <th scope="col">{messages.challenge_title}</th>
                                <th scope="col">{messages.challenge_result}</th>
                                <th scope="col">{messages.level_name_budget}</th>
                                <th scope="col">{messages.level_name_answered}</th>
                                <th scope="col">{messages.level_name_p99}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <button class="quiet" type="button" on:click=move |_| kept.clear()>
                        {messages.challenge_clear}
                    </button>
                }
            })
        })
    };
    list.into_any()
}
