//! Leaving for good: one's last words into every space, the account's end at the server, and nothing left here.
//!
//! The order is the point. Those who stay hear it from whoever leaves, under their own signature, while they still
//! have keys; only then are these destroyed. If that fails, the last words are taken back.

use std::collections::BTreeSet;

use rapport_care::EntryId;
use rapport_care::content::{Content, Left};
use rapport_care::conversation::{Sending, What};
use rapport_wire::account::{AccountErased, EraseAccount, GetLeaving, Leaving};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Code, Problem, SpaceId};

use super::Session;
use crate::account::{OnStage, Stage, keep};
use crate::engine::Engine;
use crate::ids::inner_account;
use crate::platform::Offline;
use crate::views::Connection;
use crate::{ClientError, api};

/// How often it is looked whether the last words have arrived, in milliseconds.
const AGAIN_MS: u32 = 100;
/// How often at most: half a minute, after which whoever leaves is told that the line is too weak.
const LOOKS_MAX: u32 = 300;
/// How often it is looked whether a farewell stands that nothing followed, in milliseconds, and how often at most.
const STAY_AGAIN_MS: u32 = 2_000;
const STAY_LOOKS_MAX: u32 = 150;

/// What was done, for somebody who is nobody here any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departed {
    /// What the server did, and did not do.
    pub erased: AccountErased,
    /// Whether this device has forgotten everything. If not, clearing the browser's data does it.
    pub forgotten: bool,
}

impl Session {
    /// What leaving for good would mean, as the practice says. Clients alone.
    pub async fn leaving(&self) -> Result<Leaving, ClientError> {
        api::call(&*self.inner.outside, &GetLeaving {}).await
    }

    /// Leaves for good, as `shown` to whoever leaves: proves the passphrase, says farewell where others stay, has the server destroy what opens the
    /// account, and forgets everything kept on this device. The session is over; drop it.
    ///
    /// # Errors
    /// Nothing was erased, and no farewell stands; unless the line broke as the server answered. Then this device is
    /// signed out.
    pub async fn leave_for_good(
        &self,
        passphrase: &str,
        shown: Leaving,
        on_stage: OnStage<'_>,
    ) -> Result<Departed, ClientError> {
        self.prove(passphrase, on_stage).await?;
        if self.leaving().await?.awaited {
            return Err(Problem::new(Code::SessionsAhead).into());
        }
        on_stage(Stage::Finishing);
        // The date that was read is signed, whatever the server would say now: what goes before it is missed.
        let left = Left { kept_until: shown.kept_until.as_micros() };
        let mut said = Vec::new();
        match self.say_and_erase(left, &mut said).await {
            Ok(erased) => {
                self.stop();
                self.until_stopped().await;
                Ok(Departed { erased, forgotten: keep::forget(&*self.inner.outside).await.is_ok() })
            }
            Err(error) => {
                for (space, entry) in said {
                    // Gone already if it never left this device.
                    let _ = self.withdraw(space, entry).await;
                }
                Err(error)
            }
        }
    }

    /// Takes back a farewell that was said and not followed by the end: the page was closed in between, or the line
    /// broke. Looks once, when each space is whole for the first time; whoever leaves now is not disturbed.
    pub(super) async fn stay_after_all(&self) {
        let mut looked = BTreeSet::new();
        for _ in 0..STAY_LOOKS_MAX {
            if self.inner.stopped.get() {
                return;
            }
            let here: Vec<(SpaceId, Option<EntryId>)> = {
                let engine = self.inner.engine.borrow();
                let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care);
                let whole = care.filter(|space| space.caught_up && !looked.contains(&space.id));
                whole.map(|space| (space.id, own_farewell(&engine, space.id))).collect()
            };
            for (space, stands) in here {
                looked.insert(space);
                if let Some(entry) = stands {
                    let _ = self.withdraw(space, entry).await;
                }
            }
            let all = self.inner.engine.borrow().spaces().values().all(|space| {
                space.kind != SpaceKind::Care || space.frozen().is_some() || looked.contains(&space.id)
            });
            if all && self.connection() == Connection::Online {
                return;
            }
            self.inner.outside.sleep(STAY_AGAIN_MS).await;
        }
    }

    async fn say_and_erase(
        &self,
        left: Left,
        said: &mut Vec<(SpaceId, EntryId)>,
    ) -> Result<AccountErased, ClientError> {
        self.say_farewell(left, said).await?;
        self.until_arrived(said).await?;
        api::call(&*self.inner.outside, &EraseAccount {}).await
    }

    /// One's last words, wherever others stay who would wait for more. A space that is stopped hears nothing: what the
    /// server shows of it is not believed. What was said is in `said`, also when the rest cannot be.
    async fn say_farewell(&self, left: Left, said: &mut Vec<(SpaceId, EntryId)>) -> Result<(), ClientError> {
        let spaces: Vec<SpaceId> = {
            let engine = self.inner.engine.borrow();
            let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care);
            care.filter(|space| space.can_write(engine.account())).map(|space| space.id).collect()
        };
        for space in spaces {
            said.push((space, self.send(space, Content::Left(left)).await?));
        }
        Ok(())
    }

    async fn until_arrived(&self, said: &[(SpaceId, EntryId)]) -> Result<(), ClientError> {
        for _ in 0..LOOKS_MAX {
            // These words alone: what was refused long ago stands in nobody's way.
            let waiting: Vec<Sending> = {
                let engine = self.inner.engine.borrow();
                let pending = |(space, entry): &(SpaceId, EntryId)| {
                    let pending = engine.space(*space)?.pending();
                    pending.into_iter().find(|it| it.id == *entry).map(|it| it.sending)
                };
                said.iter().filter_map(pending).collect()
            };
            if waiting.is_empty() {
                return Ok(());
            }
            if waiting.contains(&Sending::Failed) {
                return Err(ClientError::CannotChange);
            }
            self.inner.outside.sleep(AGAIN_MS).await;
        }
        Err(Offline.into())
    }

    /// Nothing may be kept anew by a driver that has not noticed yet.
    async fn until_stopped(&self) {
        for _ in 0..LOOKS_MAX {
            if !self.inner.running.get() {
                return;
            }
            self.inner.outside.sleep(AGAIN_MS).await;
        }
    }
}

/// One's own farewell in a space, when it is the last thing one said there.
fn own_farewell(engine: &Engine, space: SpaceId) -> Option<EntryId> {
    let (all, me) = (engine.written(space), inner_account(engine.account()));
    let last = all.events().rev().find(|event| event.author == me)?;
    matches!(last.what, What::Said(Content::Left(_))).then_some(last.id)
}
