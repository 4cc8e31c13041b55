//! How the work of equal requests differs.

use serde::Serialize;

use crate::engine::luck::Draw;

/// How the work of equal requests differs: the choices that a reader has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkSpread {
    /// Every request takes its mean.
    Equal,
    /// Exponential: coefficient of variation 1.
    Exponential,
    /// Log-normal with coefficient of variation 3: a few requests take very long.
    Heavy,
}

impl WorkSpread {
    /// All kinds, in the order of the registry's choice.
    pub const ALL: [Self; 3] = [Self::Equal, Self::Exponential, Self::Heavy];
    /// Coefficient of variation of [`WorkSpread::Heavy`].
    pub const HEAVY_CV: f64 = 3.0;

    /// The distribution.
    pub fn spread(self) -> Spread {
        match self {
            Self::Equal => Spread::Equal,
            Self::Exponential => Spread::Exponential,
            Self::Heavy => Spread::LogNormal { cv: Self::HEAVY_CV },
        }
    }

    /// Squared coefficient of variation.
    pub fn scv(self) -> f64 {
        self.spread().scv()
    }
}

/// A distribution over positive factors with mean 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// Always 1.
    Equal,
    /// Exponential.
    Exponential,
    /// Log-normal.
    LogNormal {
        /// Coefficient of variation, 0 or more.
        cv: f64,
    },
}

impl Spread {
    /// Squared coefficient of variation.
    pub fn scv(self) -> f64 {
        match self {
            Self::Equal => 0.0,
            Self::Exponential => 1.0,
            Self::LogNormal { cv } => cv * cv,
        }
    }

    /// A factor. The log-normal has σ² = ln(1 + cv²) and μ = −σ²/2.
    #[inline(always)]
    pub(crate) fn draw(self, draw: &mut Draw) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::Exponential => draw.exponential(),
            Self::LogNormal { cv } => {
                let variance = libm::log(1.0 + cv * cv);
                libm::exp(libm::sqrt(variance) * draw.normal() - variance / 2.0)
            }
        }
    }
}
