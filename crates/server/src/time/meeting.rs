//! Who may meet in a space: its membership log says so.

use std::sync::Arc;

use rapport_envelope::Log;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Code, Problem, Role, SpaceId, limits};

use crate::app::App;
use crate::http::Reply;

/// A space whose people meet, and somebody in it.
pub(crate) struct Meeting {
    log: Arc<Log>,
    /// Members who left for good: the log still names them, and nobody meets them.
    left: Vec<AccountId>,
    /// The role of whoever asks, in this space.
    pub(crate) role: Role,
}

impl Meeting {
    /// The space, for one of its present members. Nobody else learns whether there is one.
    pub(crate) async fn of(app: &App, space: SpaceId, caller: AccountId) -> Reply<Self> {
        let log = app.logs.get(&app.store, space).await?;
        let role = log.current_member(caller).ok_or(Code::NotFound)?.role;
        if log.kind() != SpaceKind::Care {
            return Err(Problem::with_detail(Code::Forbidden, "people meet in a care space").into());
        }
        let left = app.store.left_for_good(space).await?;
        Ok(Self { log, left, role })
    }

    /// Its clients: all of them take part.
    ///
    /// # Errors
    /// `has-left` when all there were have left for good.
    pub(crate) fn clients(&self) -> Reply<Vec<AccountId>> {
        let clients =
            self.log.members().filter(|member| !member.role.is_staff()).map(|member| member.account);
        let (left, here): (Vec<_>, Vec<_>) = clients.partition(|account| self.left.contains(account));
        if here.is_empty() && !left.is_empty() { Err(Code::HasLeft.into()) } else { Ok(here) }
    }

    /// Whether somebody works here.
    pub(crate) fn has_staff(&self, account: AccountId) -> bool {
        self.log.current_member(account).is_some_and(|member| member.role.is_staff())
    }

    /// The therapists that were named, each once and in order; all must work in this space.
    pub(crate) fn therapists(&self, named: &[AccountId]) -> Reply<Vec<AccountId>> {
        let mut therapists = named.to_vec();
        therapists.sort();
        therapists.dedup();
        if therapists.is_empty() || therapists.len() > limits::SLOT_THERAPISTS_MAX {
            return Err(Problem::with_detail(Code::Malformed, "name one to 16 therapists").into());
        }
        if therapists.iter().any(|account| !self.has_staff(*account)) {
            return Err(Code::NotFound.into());
        }
        Ok(therapists)
    }
}
