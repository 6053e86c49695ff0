//! Who may make, see and use an invitation.

use rapport_envelope::Log;
use rapport_store as store;
use rapport_wire::invitation::Invitation;
use rapport_wire::{AccountId, Code, Problem, Role, Timestamp, limits};

/// Refuses an expiry in the past or too far ahead. Some slack, for clocks that differ.
pub(super) fn check_expiry(expires_at: Timestamp, now: Timestamp) -> Result<(), Problem> {
    let seconds = expires_at.seconds_since(now);
    if seconds <= 0 || seconds > limits::INVITATION_SECONDS_MAX + limits::CLOCK_SKEW_SECONDS_MAX {
        return Err(Problem::with_detail(Code::Malformed, "an invitation lasts at most 30 days"));
    }
    Ok(())
}

/// Members who work for the practice see a space's invitations.
pub(super) fn check_sees(log: &Log, account: AccountId) -> Result<(), Problem> {
    match log.current_member(account) {
        None => Err(Code::NotFound.into()),
        Some(member) if member.role.is_staff() => Ok(()),
        Some(_) => Err(Code::Forbidden.into()),
    }
}

/// Whether an account of the practice may enter a space in this role: a client never becomes staff by it.
pub(super) const fn may_enter(account: Role, invited: Role) -> bool {
    account.is_staff() || !invited.is_staff()
}

/// An invitation as it is shown.
pub(super) fn shown(invitation: &store::Invitation, now: Timestamp) -> Invitation {
    Invitation {
        id: invitation.id,
        role: invitation.role,
        created_at: invitation.created_at,
        expires_at: invitation.expires_at,
        state: invitation.state(now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_ends_within_a_month() {
        let now = Timestamp::from_millis(1_000);
        let ok = |seconds| check_expiry(now.plus_seconds(seconds), now).is_ok();
        assert!(ok(1) && ok(limits::INVITATION_SECONDS_MAX));
        assert!(!ok(0) && !ok(-5) && !ok(limits::INVITATION_SECONDS_MAX + 3600));
    }

    #[test]
    fn a_client_never_enters_as_staff() {
        assert!(may_enter(Role::Client, Role::Client));
        assert!(may_enter(Role::Therapist, Role::Client));
        assert!(!may_enter(Role::Client, Role::Therapist));
    }
}
