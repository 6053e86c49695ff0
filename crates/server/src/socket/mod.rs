//! The one WebSocket: everything live goes over it.
//!
//! Each socket has two tasks: one reads frames and carries them out, one sends what lies in the socket's
//! [`Line`]. Between them stands the [`Hub`], which knows who follows which space.
//!
//! Invariants: a follower gets each entry of a space once, in order, without a gap, by pages while it is
//! behind and live once it is not; what a socket does not read costs at most one bounded queue; nothing is
//! acknowledged before it is on disk.

mod catch_up;
mod hub;
mod line;
mod open;
mod publish;
mod pump;
mod room;
mod session;
mod up;

use axum::routing::get;
use rapport_wire::endpoint::{Access, Method};
use rapport_wire::socket::PATH;

use crate::http::Routes;

pub(crate) use hub::Hub;
pub(crate) use line::{Line, SocketId};
pub(crate) use publish::{Sender, publish};

/// Close code of a server that stops (RFC 6455 7.4.1).
pub(crate) const CLOSE_GOING_AWAY: u16 = 1001;

/// The route of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.raw(PATH, get(open::open), |description| {
        description.bytes("Socket", PATH, Method::Get, Access::SignedIn);
    })
}
