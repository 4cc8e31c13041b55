//! What machines can be rented, and for how much.

/// A machine size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Machine {
    /// Processor cores (virtual).
    pub cores: u32,
    /// Memory in GiB.
    pub ram_gib: u32,
    /// Price in dollars a month of 730 hours, on demand.
    pub usd_month: f64,
}

const fn ordinary(cores: u32) -> Machine {
    // $0.4032 an hour for 8 cores and 32 GiB: $36.79 a core a month, linear in size.
    Machine { cores, ram_gib: 4 * cores, usd_month: 36.79 * cores as f64 }
}

const fn high_memory(cores: u32, ram_gib: u32, usd_hour: f64) -> Machine {
    Machine { cores, ram_gib, usd_month: usd_hour * 730.0 }
}

/// Sizes on offer, ascending. Prices are on-demand list prices of a large cloud provider (Linux, US
/// East, 2024): general purpose m7i.* up to 192 cores, high memory u-6tb1 and u-24tb1 above.
pub const MACHINES: [Machine; 11] = [
    ordinary(1),
    ordinary(2),
    ordinary(4),
    ordinary(8),
    ordinary(16),
    ordinary(32),
    ordinary(64),
    ordinary(96),
    ordinary(192),
    high_memory(224, 6_144, 46.404),
    high_memory(448, 24_576, 218.40),
];

/// Core counts on offer, as the registry wants them.
pub const CORES: [f64; 11] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 96.0, 192.0, 224.0, 448.0];

/// The smallest machine with at least `cores` cores; the largest there is beyond that.
pub fn machine(cores: u32) -> Machine {
    *MACHINES.iter().find(|m| m.cores >= cores).unwrap_or(&MACHINES[MACHINES.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_ascend_and_agree_with_the_list_of_cores() {
        assert!(MACHINES.windows(2).all(|w| w[0].cores < w[1].cores && w[0].usd_month < w[1].usd_month));
        assert!(MACHINES.iter().zip(CORES).all(|(m, c)| f64::from(m.cores) == c));
        assert_eq!(machine(448).ram_gib, 24 * 1024);
        assert_eq!(machine(3).cores, 4);
    }
}
