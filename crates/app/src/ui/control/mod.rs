//! What the reader can set and break.

pub mod controls;
pub mod faults;
pub mod rule_switch;
pub mod site_select;
pub mod slider;
