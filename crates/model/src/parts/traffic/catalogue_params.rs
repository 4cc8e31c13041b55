//! What people ask for.

use crate::params::declare::{linear, log, log_or_zero, param, real, whole};
use crate::params::{Param, Unit};

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("catalogue", "Keys in the catalogue", Unit::Count, log(100.0, 1e6), 10_000.0, whole!(catalogue.keys),
        "How many different things queries ask for.", "a small shop or forum; an assumption"),
    param("catalogue.growth", "Catalogue grown by", Unit::Percent, linear(0.0, 2.0, 0.05), 0.0, real!(catalogue.growth),
        "How many keys have been added since the machines were bought.", "none, to begin with"),
    param("popularity.skew", "Skew of popularity", Unit::None, linear(0.0, 2.0, 0.05), 0.8, real!(catalogue.skew),
        "Exponent of Zipf's law: 0 makes all keys alike, 1 gives the first key ten times the requests of the tenth.", "0.64 to 0.83 seen at web proxies (Breslau et al. 1999)"),
    param("popularity.drift", "New favourites", Unit::PerSecond, log_or_zero(0.01, 1000.0), 0.0, real!(catalogue.drift),
        "Keys a second that come in as the most popular, each of the others falling one rank.", "none, to begin with"),
];
