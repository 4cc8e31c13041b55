//! Guided experiments: first the reader says what will come, then it is run.

pub mod find_fault;
pub mod find_fault_view;
pub mod guided_experiments;
pub mod store_rows;
pub mod which_store;
