//! A server in memory that speaks the socket's protocol, and people on it with real engines.

pub(crate) mod people;
pub(crate) mod server;

pub(crate) use people::{Device, World};
pub(crate) use server::Server;
