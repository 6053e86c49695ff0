//! How opaque words look in the OpenAPI description: text in base64url (RFC 4648 section 5, no padding).

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::Bytes;
use crate::ids::{
    AccountId, AppointmentId, BlobId, CallId, DeviceId, EntryId, FeedId, InvitationId, ParticipantId,
    SeriesId, SourceId, SpaceId, WaitId,
};

fn base64url(description: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[A-Za-z0-9_-]*$"))
        .description(Some(description))
        .into()
}

impl PartialSchema for Bytes {
    fn schema() -> RefOr<Schema> {
        base64url("Bytes in base64url without padding.")
    }
}
impl ToSchema for Bytes {}

macro_rules! id_schema {
    ($($name:ident),*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                base64url(&format!("{} bytes in base64url without padding.", $name::LEN))
            }
        }
        impl ToSchema for $name {}
    )*};
}
id_schema!(
    AccountId,
    AppointmentId,
    BlobId,
    CallId,
    DeviceId,
    EntryId,
    FeedId,
    InvitationId,
    SeriesId,
    SourceId,
    SpaceId,
    WaitId
);

impl PartialSchema for ParticipantId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).into()
    }
}
impl ToSchema for ParticipantId {}
