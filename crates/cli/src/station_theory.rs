//! The closed forms of one station, where there are any.

use scalewalk_model::theory::{erlang_b, erlang_c, mg1_wait, mgc_wait, mmc_stay_percentile, mmc_wait_percentile, mmck};
use serde::Serialize;

use crate::station::{Options, Service};

/// What theory says; null where it says nothing.
#[derive(Serialize, Default)]
pub struct Theory {
    pub mean_wait_ms: Option<f64>,
    pub p_wait: Option<f64>,
    pub p_loss: Option<f64>,
    pub mean_ms: Option<f64>,
    pub p50: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    pub p999: Option<f64>,
    pub utilisation: Option<f64>,
    /// Percentiles of the wait alone.
    wait_ms: Option<Waits>,
    /// Not an exact formula.
    pub approximate: bool,
}

#[derive(Serialize)]
struct Waits {
    p50: f64,
    p95: f64,
    p99: f64,
    p999: f64,
}

impl Theory {
    /// Of the station of `options`, whose work has the squared coefficient of variation `scv`.
    pub fn of(options: &Options, scv: f64) -> Self {
        let (rate, service_s, c) = (options.rate, options.mean_ms * 1e-3, options.workers);
        let offered = rate * service_s;
        let exponential = options.service == Service::Exp;
        let carried = |loss: f64| (1.0 - loss) * offered / f64::from(c);
        match options.queue {
            Some(0) => {
                let loss = erlang_b(c, offered);
                Self::figures(service_s, 0.0, 0.0, loss, carried(loss))
            }
            Some(places) if exponential => {
                let bounded = mmck(c, places, rate, service_s);
                Self::figures(service_s, bounded.wait_s, bounded.p_wait, bounded.loss, bounded.utilisation)
            }
            Some(_) => Self::default(),
            None if offered >= f64::from(c) => Self::default(),
            None => {
                let wait_s = if c == 1 { mg1_wait(rate, service_s, scv) } else { mgc_wait(c, rate, service_s, scv) };
                let theory = Self::figures(service_s, wait_s, erlang_c(c, offered), 0.0, carried(0.0));
                if exponential {
                    theory.with_percentiles(c, rate, service_s)
                } else {
                    Self { approximate: c > 1, ..theory }
                }
            }
        }
    }

    fn figures(service_s: f64, wait_s: f64, p_wait: f64, p_loss: f64, utilisation: f64) -> Self {
        Self {
            mean_wait_ms: Some(wait_s * 1e3),
            p_wait: Some(p_wait),
            p_loss: Some(p_loss),
            mean_ms: Some((wait_s + service_s) * 1e3),
            utilisation: Some(utilisation),
            ..Self::default()
        }
    }

    fn with_percentiles(self, c: u32, rate: f64, service_s: f64) -> Self {
        let stay = |p| Some(1e3 * mmc_stay_percentile(c, rate, service_s, p));
        let wait = |p| 1e3 * mmc_wait_percentile(c, rate, service_s, p);
        let wait_ms = Some(Waits { p50: wait(0.5), p95: wait(0.95), p99: wait(0.99), p999: wait(0.999) });
        Self { p50: stay(0.5), p95: stay(0.95), p99: stay(0.99), p999: stay(0.999), wait_ms, ..self }
    }
}
