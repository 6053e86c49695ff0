//! Leaving for good: one's last words into every space, the account's end at the server, and nothing left here.
//!
//! The order is the point. Those who stay hear it from whoever leaves, under their own signature, while they still
//! have keys; only then are these destroyed. If that fails, the last words are taken back.

use rapport_care::EntryId;
use rapport_care::content::{Content, Left};
use rapport_wire::account::{AccountErased, EraseAccount, GetLeaving, Leaving};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Code, Problem, SpaceId};

use super::Session;
use crate::account::{OnStage, Stage, keep};
use crate::platform::Offline;
use crate::{ClientError, api};

/// How often it is looked whether the last words have arrived, in milliseconds.
const AGAIN_MS: u32 = 100;
/// How often at most: half a minute, after which whoever leaves is told that the line is too weak.
const LOOKS_MAX: u32 = 300;

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

    /// Leaves for good: proves the passphrase, says farewell where others stay, has the server destroy what opens the
    /// account, and forgets everything kept on this device. The session is over; drop it.
    ///
    /// # Errors
    /// Nothing was erased, and no farewell stands; unless the line broke as the server answered. Then this device is
    /// signed out.
    pub async fn leave_for_good(
        &self,
        passphrase: &str,
        on_stage: OnStage<'_>,
    ) -> Result<Departed, ClientError> {
        self.prove(passphrase, on_stage).await?;
        let leaving = self.leaving().await?;
        if leaving.awaited {
            return Err(Problem::new(Code::SessionsAhead).into());
        }
        on_stage(Stage::Finishing);
        let said = self.say_farewell(Left { kept_until: leaving.kept_until.as_micros() }).await?;
        let done = match self.until_arrived(&said).await {
            Ok(()) => api::call(&*self.inner.outside, &EraseAccount {}).await,
            Err(error) => Err(error),
        };
        match done {
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

    /// One's last words, wherever others stay who would wait for more. A space that is stopped hears nothing: what the
    /// server shows of it is not believed.
    async fn say_farewell(&self, left: Left) -> Result<Vec<(SpaceId, EntryId)>, ClientError> {
        let spaces: Vec<SpaceId> = {
            let engine = self.inner.engine.borrow();
            let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care);
            care.filter(|space| space.can_write(engine.account())).map(|space| space.id).collect()
        };
        let mut said = Vec::with_capacity(spaces.len());
        for space in spaces {
            said.push((space, self.send(space, Content::Left(left)).await?));
        }
        Ok(said)
    }

    async fn until_arrived(&self, said: &[(SpaceId, EntryId)]) -> Result<(), ClientError> {
        for _ in 0..LOOKS_MAX {
            let waits = {
                let engine = self.inner.engine.borrow();
                said.iter().any(|(space, _)| engine.space(*space).is_some_and(|it| it.outbox.unsent() > 0))
            };
            if !waits {
                return Ok(());
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
