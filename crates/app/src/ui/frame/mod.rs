//! What frames a stage: page, header, navigation, notices, keys, help.

pub mod about;
pub mod fingers;
pub mod frame_ways;
pub mod header;
pub mod help;
pub mod keys;
pub mod legend;
pub mod limits_of_the_model;
pub mod live_region;
pub mod parts_missing;
pub mod stage_header;
pub mod stage_nav;
pub mod stage_page;
pub mod theme;
pub mod warnings;
