//! What anybody may know of the practice before signing in.

use serde::{Deserialize, Serialize};

use crate::SpaceId;
use crate::endpoint::endpoint;

/// Asks for the practice's public face.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GetPractice {}
endpoint!(GetPractice => Practice, Get "/api/practice", Anyone);

/// The practice as the world sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Practice {
    /// Its public name, from the configuration.
    pub name: String,
    /// The practice space, once the owner has made it. Clients pin it; a change is an alarm.
    pub space: Option<SpaceId>,
    /// Version of the server software.
    pub version: String,
}
