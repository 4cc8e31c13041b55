//! What a row of stations may be, and what may be done to one.

use crate::config::Config;
use crate::engine::luck::spread::Spread;
use crate::input::{Input, InputError};
use crate::params::{self, ParamError};
use crate::tandem::{Tandem, TandemStation};
use crate::topology::node::{MAX_SERVERS, NodeId};

impl Tandem {
    /// The most arrivals a second.
    pub const MAX_RATE: f64 = 1e7;
    /// The parameters of the registry that a row has too.
    pub const PARAMS: [&str; 3] = ["timeout", "web.boot", "slow.factor"];

    /// Whether `config`, whose row this is, is legal. Clients may wait for ever.
    pub(crate) fn check(&self, config: &Config) -> Result<(), ParamError> {
        for id in Self::PARAMS {
            let param = params::find(id)?;
            let value = param.value(config);
            if id != "timeout" || value != f64::INFINITY {
                param.check(value)?;
            }
        }
        if !(self.rate > 0.0 && self.rate <= Self::MAX_RATE) {
            let allowed = format!("more than 0 and up to {} requests a second", Self::MAX_RATE);
            return Err(refusal("rate".to_owned(), self.rate, allowed));
        }
        let stations = self.stations.len();
        if !(1..=MAX_SERVERS).contains(&stations) {
            return Err(refusal("stations".to_owned(), stations as f64, format!("1 to {MAX_SERVERS}")));
        }
        if config.servers as usize != stations {
            let allowed = format!("{stations}, the stations of the row");
            return Err(refusal("web.servers".to_owned(), config.servers.into(), allowed));
        }
        (0..).zip(&self.stations).try_for_each(|(i, station)| station.check(NodeId::web(i)))
    }
}

impl TandemStation {
    /// The most workers.
    pub const MAX_WORKERS: u32 = 65_535;
    /// The most requests that may wait.
    pub const MAX_PLACES: u32 = 10_000_000;
    /// The least mean work, in milliseconds.
    pub const MIN_MEAN_MS: f64 = 1e-3;
    /// The greatest mean work, in milliseconds.
    pub const MAX_MEAN_MS: f64 = 1e6;
    /// The greatest coefficient of variation of log-normal work.
    pub const MAX_CV: f64 = 20.0;

    fn check(&self, node: NodeId) -> Result<(), ParamError> {
        let cv = match self.spread {
            Spread::LogNormal { cv } => cv,
            Spread::Equal | Spread::Exponential => 0.0,
        };
        let values = [
            ("workers", f64::from(self.workers), 1.0, f64::from(Self::MAX_WORKERS)),
            ("places", f64::from(self.places), 0.0, f64::from(Self::MAX_PLACES)),
            ("mean_ms", self.mean_ms, Self::MIN_MEAN_MS, Self::MAX_MEAN_MS),
            ("cv", cv, 0.0, Self::MAX_CV),
            ("skipped", self.skipped, 0.0, 1.0),
        ];
        let wrong = values.into_iter().find(|(_, value, least, most)| !(least..=most).contains(&value));
        wrong.map_or(Ok(()), |(name, value, least, most)| {
            Err(refusal(format!("{node}.{name}"), value, format!("{least} to {most}")))
        })
    }
}

fn refusal(param: String, value: f64, allowed: String) -> ParamError {
    ParamError { param, value: value.to_string(), allowed }
}

impl Input {
    /// Whether this can be done as far as rows of stations go. Of a row's settings those change that it has; and no row
    /// becomes another system or comes out of one, because its requests know no other way than its own.
    pub(crate) fn check_for_row(&self, config: &Config) -> Result<(), InputError> {
        match self {
            Self::Set { param, value } if config.tandem.is_some() && !Tandem::PARAMS.contains(&param.id) => {
                let known = Tandem::PARAMS.join(", ");
                let allowed = format!("nothing: a row of stations has only {known}");
                Err(refusal(param.id.to_owned(), *value, allowed).into())
            }
            Self::Reconfigure(next) if config.tandem.is_some() || next.tandem.is_some() => {
                let value = if config.tandem.is_some() { "another system" } else { "a row of stations" };
                let allowed = "a change from one system without a row to another".to_owned();
                Err(ParamError { param: "tandem".to_owned(), value: value.to_owned(), allowed }.into())
            }
            _ => Ok(()),
        }
    }
}
