//! Sync, sans-IO.
