//! The one port: pages, API and WebSocket over HTTP or TLS, and media over TCP beside them.
//!
//! Invariant: a connection that says nothing, says it slowly, or is one too many costs a timer and a slot,
//! and nothing else.

mod accept;
mod connection;
mod greeting;
mod tls;

pub(crate) use accept::{Edge, accept_until_stopped};
pub(crate) use tls::{acceptor, install_provider, pem_certificates};
