//! Headless client: sign-in, sync, outbox, spaces, call state; transport passed in.
//!
//! A screen or a bot gives a [`Platform`] (HTTP, socket, vault, clock, chance, a place for heavy work) and
//! gets a [`Session`]: views to draw, things to do, and a callback when something changed. Everything that
//! decides is sans-IO below that: [`engine`] is fed frames and gives frames back, [`call`] likewise.
//!
//! Architecture invariant: no tokio, no browser, no clock, no chance of its own; and no trust in the
//! server. What it sends is verified against keys the device knows; a [`Finding`] names what does not hold.
//!
//! | module | what |
//! |---|---|
//! | [`platform`] | what the outside must provide |
//! | [`account`] | signing up, signing in, recovering, reopening |
//! | [`invitation`] | links: reading and looking at them |
//! | [`session`] | the handle a screen holds |
//! | [`engine`] | sync, sans-IO: frames in, frames out |
//! | [`call`] | a session held over the network, sans-IO |
//! | `together` | a page filled in together, sans-IO |
//! | [`finding`] | what a cheating server or member is caught at |
//! | [`error`] | what went wrong, for a person |

pub mod account;
pub mod api;
pub mod call;
pub mod engine;
pub mod error;
pub mod finding;
pub mod ids;
pub mod invitation;
pub mod platform;
pub mod session;
mod together;
pub mod views;
mod wake;

pub use error::ClientError;
pub use finding::{Finding, Severity};
pub use invitation::Link;
pub use platform::Platform;
pub use session::Session;
