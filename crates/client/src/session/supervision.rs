//! Whose notes wait for whose co-signature.
//!
//! The owners say it in the practice's own space, where everybody who works here reads it. A trainee's device
//! says it again in each record before they write there, so that it stands in one order with the notes; when
//! the owners end it, the supervisor's device does so in the records.

use rapport_care::content::{Content, Supervised};
use rapport_care::note::Supervision;
use rapport_wire::{AccountId, Role, SpaceId};

use super::Session;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, outer_account};

impl Session {
    /// Who co-signs somebody's notes, as the owners say.
    pub fn supervisor_of(&self, trainee: AccountId) -> Option<AccountId> {
        let known = in_practice(&self.inner.engine.borrow());
        known.supervisor_of(inner_account(trainee)).map(outer_account)
    }

    /// Whether one co-signs somebody's notes, as the owners say.
    pub fn supervises(&self) -> bool {
        let engine = self.inner.engine.borrow();
        !in_practice(&engine).trainees_of(inner_account(engine.account())).is_empty()
    }

    /// As an owner: somebody's notes wait for somebody's co-signature from now on; for nobody's, if none is
    /// named.
    pub async fn supervise(
        &self,
        trainee: AccountId,
        supervisor: Option<AccountId>,
    ) -> Result<(), ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        if self.role() != Role::Owner {
            return Err(ClientError::CannotChange);
        }
        let supervisor = supervisor.map(inner_account);
        let said = Supervised { trainee: inner_account(trainee), supervisor };
        self.send(practice, Content::Supervised(said)).await.map(drop)
    }

    /// Says in a record what the practice says, as far as it is one's own to say, and lets one's supervisor in.
    pub async fn settle_supervision(&self, record: SpaceId) -> Result<(), ClientError> {
        let (said, supervisor) = {
            let engine = self.inner.engine.borrow();
            let me = inner_account(engine.account());
            let (practice, here) = (in_practice(&engine), Supervision::in_record(&engine.written(record)));
            let mine = practice.supervisor_of(me);
            let mut said: Vec<Supervised> = here
                .trainees_of(me)
                .into_iter()
                .filter(|trainee| practice.supervisor_of(*trainee).is_none())
                .map(|trainee| Supervised { trainee, supervisor: None })
                .collect();
            if mine.is_some() && mine != here.supervisor_of(me) {
                said.push(Supervised { trainee: me, supervisor: mine });
            }
            (said, mine.map(outer_account))
        };
        for it in said {
            self.send(record, Content::Supervised(it)).await?;
        }
        if let Some(supervisor) = supervisor {
            // Somebody whose keys are in doubt stays outside until that is settled.
            let _ = self.with(|engine, _| engine.admit(record, supervisor));
        }
        Ok(())
    }
}

fn in_practice(engine: &Engine) -> Supervision {
    let practice = engine.keyring().pins().practice().and_then(|id| engine.space(id));
    let Some((practice, log)) = practice.and_then(|space| Some((space, Space::log(space)?))) else {
        return Supervision::default();
    };
    let owner = |author| log.member(outer_account(author)).is_some_and(|it| it.role == Role::Owner);
    Supervision::by(&engine.written(practice.id), |event| owner(event.author))
}
