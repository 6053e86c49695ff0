//! Rapport's own vectors in `docs/vectors`, for whoever writes a second client.
//!
//! [`make`] derives them from seeded chance and compares with what is stored; `UPDATE_VECTORS=1` rewrites
//! them, which is a change of the protocol. [`read`] starts from the stored files alone.

mod make;
mod read;

use serde_json::Value;
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors").join(name).with_extension("json")
}

/// A stored vector.
fn load(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

/// Compares with the stored vector, or rewrites it when told to.
fn settle(name: &str, made: &Value) {
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::create_dir_all(path(name).parent().unwrap()).unwrap();
        std::fs::write(path(name), serde_json::to_string_pretty(made).unwrap() + "\n").unwrap();
    }
    assert_eq!(load(name), *made, "{name} differs from docs/vectors: the protocol changed");
}
