//! What the system is made of and where it stands: nodes, machines for rent, regions of the world, delays.

pub mod machine;
pub(crate) mod network;
pub(crate) mod node;
pub(crate) mod site;
pub mod world;
