//! The driver: one socket at a time, pumped into the engine.
