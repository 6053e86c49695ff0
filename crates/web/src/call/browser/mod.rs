//! What browsers have and web-sys lacks or keeps behind an unstable switch: a few small blocks of bindings.

pub(crate) mod encoded;
pub(crate) mod restart;
pub(crate) mod sink;
pub(crate) mod stats;
pub(crate) mod transform;
