//! What every request has in common: who asks, from where, with what right, and how a refusal looks.
//!
//! Invariant: a handler sees a parsed request and a [`Caller`] or [`Guest`], never headers or raw text; what
//! it refuses leaves as RFC 9457 problem details, and the text of a fault stays in the log.

mod address;
mod ask;
mod caller;
mod cookie;
mod guard;
mod headers;
mod refusal;
mod routes;
mod trace;

pub(crate) use address::{ClientAddress, Peer, holder};
pub(crate) use ask::{Answer, path_ids};
pub(crate) use caller::{Caller, Guest, caller_of};
pub(crate) use cookie::SetCookie;
pub(crate) use guard::{is_own_origin, require_header};
pub(crate) use headers::{all as all_headers, security_headers};
pub(crate) use refusal::{Refusal, Reply};
pub(crate) use routes::Routes;
pub(crate) use trace::trace_requests;
