//! Signing up by a link and signing in by passphrase.

use super::{NewPerson, OnStage, SignedUp};
use crate::platform::Outside;
use crate::{ClientError, Link, Session};

/// Makes an account by a link: the practice's first owner, or somebody invited.
pub async fn sign_up(
    outside: Outside,
    link: &Link,
    person: NewPerson,
    on_stage: OnStage<'_>,
) -> Result<SignedUp, ClientError> {
    todo!()
}

/// Signs in on this device.
pub async fn sign_in(
    outside: Outside,
    handle: &str,
    passphrase: &str,
    device_label: &str,
    on_stage: OnStage<'_>,
) -> Result<Session, ClientError> {
    todo!()
}
