//! A parameter on a slider: positions and the values that they stand for.

use super::{Param, Scale, round_to, two_digits};

impl Param {
    /// How many positions a slider for it has, beyond the first.
    pub fn positions(&self) -> u32 {
        match self.scale {
            Scale::Linear { min, max, step } => libm::round((max - min) / step) as u32,
            Scale::Log { .. } => 400,
            Scale::Steps(steps) => steps.len() as u32 - 1,
            Scale::Choice(choices) => choices.len() as u32 - 1,
            Scale::Switch => 1,
        }
    }

    /// The slider position of `value`, from 0 to [`Param::positions`].
    pub fn position(&self, value: f64) -> u32 {
        let last = f64::from(self.positions());
        let place = match self.scale {
            Scale::Linear { min, step, .. } => (value - min) / step,
            Scale::Log { min, max, zero, never } => {
                let (first, end) = (f64::from(u8::from(zero)), last - f64::from(u8::from(never)));
                match value {
                    v if v < min => 0.0,
                    v if v > max => last,
                    v => first + libm::log(v / min) / libm::log(max / min) * (end - first),
                }
            }
            Scale::Steps(steps) => steps.iter().take_while(|s| **s < value).count() as f64,
            Scale::Choice(_) | Scale::Switch => value,
        };
        libm::round(place.clamp(0.0, last)) as u32
    }

    /// The value at a slider position, rounded to what a person would type.
    pub fn value_at(&self, position: u32) -> f64 {
        let position = position.min(self.positions());
        let last = f64::from(self.positions());
        match self.scale {
            Scale::Linear { min, max, step } => round_to((min + f64::from(position) * step).min(max), 9),
            Scale::Log { zero: true, .. } if position == 0 => 0.0,
            Scale::Log { never: true, .. } if f64::from(position) == last => f64::INFINITY,
            Scale::Log { min, max, zero, never } => {
                let (first, end) = (f64::from(u8::from(zero)), last - f64::from(u8::from(never)));
                let share = (f64::from(position) - first) / (end - first);
                let value = two_digits(min * libm::pow(max / min, share)).clamp(min, max);
                if self.is_whole() { libm::round(value) } else { value }
            }
            Scale::Steps(steps) => steps[position as usize],
            Scale::Choice(_) | Scale::Switch => f64::from(position),
        }
    }
}
