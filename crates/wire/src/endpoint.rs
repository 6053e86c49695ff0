//! One description of a route, used by the client to call it and by the server to serve it.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The verb of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes something, or does something.
    Post,
    /// Puts bytes at a name.
    Put,
    /// Removes.
    Delete,
}

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, within the rate limits.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
}

/// A JSON request over HTTP and its reply. The request carries what the path needs.
///
/// Every request but a GET must carry the header [`HEADER`], which a form on another site cannot send.
pub trait Endpoint: Serialize + DeserializeOwned {
    /// What comes back when it went well.
    type Reply: Serialize + DeserializeOwned;
    /// The verb.
    const METHOD: Method;
    /// The path, axum style: `/api/spaces/{space}/invitations`.
    const PATH: &'static str;
    /// Who may call.
    const ACCESS: Access;

    /// The path with its places filled.
    fn path(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// Required on everything that changes state: `x-rapport: 1`. A cross-site form cannot add it.
pub const HEADER: (&str, &str) = ("x-rapport", "1");

/// The empty reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}

/// Implements [`Endpoint`] for a request type.
macro_rules! endpoint {
    ($request:ty => $reply:ty, $method:ident $path:literal, $access:ident) => {
        impl $crate::endpoint::Endpoint for $request {
            type Reply = $reply;
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::$method;
            const PATH: &'static str = $path;
            const ACCESS: $crate::endpoint::Access = $crate::endpoint::Access::$access;
        }
    };
    ($request:ty => $reply:ty, $method:ident $path:literal, $access:ident, |$me:ident| $fill:expr) => {
        impl $crate::endpoint::Endpoint for $request {
            type Reply = $reply;
            const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::$method;
            const PATH: &'static str = $path;
            const ACCESS: $crate::endpoint::Access = $crate::endpoint::Access::$access;
            fn path(&self) -> String {
                let $me = self;
                $fill
            }
        }
    };
}
pub(crate) use endpoint;
