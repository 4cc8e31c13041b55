//! One request, hop by hop.

pub mod in_sight;
pub mod journey_view;
pub mod walk_panel;
pub mod waterfall;
