//! Arguments that several commands share.

use clap::Args;
use scalewalk_course::{STAGES, Stage};
use scalewalk_model::params::{self, Param};
use scalewalk_model::{Config, params::ParamError};

/// The system to run.
#[derive(Args)]
pub struct System {
    /// The stage: `scalewalk stages` lists them.
    #[arg(long)]
    pub stage: String,
    /// Which of the stage's systems, 0 or 1 where two stand side by side.
    #[arg(long, default_value_t = 0)]
    pub lane: usize,
    /// Sets a parameter: `users=200000`. Again for more.
    #[arg(long, value_name = "ID=VALUE")]
    set: Vec<String>,
}

impl System {
    /// Its settings.
    pub fn config(&self) -> Result<Config, String> {
        let stage = self.stage()?;
        let lanes = (stage.lanes)();
        let mut config = lanes.get(self.lane).cloned().ok_or_else(|| {
            format!("lane `{}` is not there; stage `{}` has 0 to {}", self.lane, stage.id, lanes.len() - 1)
        })?;
        for text in &self.set {
            let (id, value) = text
                .split_once('=')
                .ok_or_else(|| format!("`{text}` is not a setting; it takes ID=VALUE, such as users=200000"))?;
            let param = param(id)?;
            let refused = |error: ParamError| error.to_string();
            param.apply(&mut config, param.parse(value).map_err(refused)?).map_err(refused)?;
        }
        Ok(config)
    }

    fn stage(&self) -> Result<&'static Stage, String> {
        STAGES.iter().find(|s| s.id == self.stage).ok_or_else(|| {
            let ids: Vec<_> = STAGES.iter().map(|s| s.id).collect();
            format!("stage `{}` is not known; allowed are {}", self.stage, ids.join(", "))
        })
    }
}

/// The parameter named `id`.
pub fn param(id: &str) -> Result<&'static Param, String> {
    params::find(id).map_err(|error| format!("parameter `{id}` is not known; allowed is {}", error.allowed))
}

/// A year, and an hour for good measure: longer runs are typing errors.
pub const LONGEST_S: f64 = 366.0 * 86_400.0;

/// Reads a length of simulated time.
pub fn seconds(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|s| (0.0..=LONGEST_S).contains(s));
    value.ok_or_else(|| format!("allowed is a number of seconds from 0 to {LONGEST_S}"))
}

/// Reads a whole number from 1 to `MOST`; `1e6` is one.
pub fn count<const MOST: u32>(text: &str) -> Result<u32, String> {
    let value = params::number(text).filter(|n| (1.0..=f64::from(MOST)).contains(n) && n.fract() == 0.0);
    value.map(|n| n as u32).ok_or_else(|| format!("allowed is a whole number from 1 to {MOST}"))
}
