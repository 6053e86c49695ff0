//! Back in with the 24 words, and a new passphrase.

use super::OnStage;
use crate::platform::Outside;
use crate::{ClientError, Session};

/// Recovers an account; every other device is signed out.
pub async fn recover(
    outside: Outside,
    handle: &str,
    words: &str,
    new_passphrase: &str,
    device_label: &str,
    on_stage: OnStage<'_>,
) -> Result<Session, ClientError> {
    todo!()
}
