//! Where machines stand on the plate.
