//! `POST /api/waiting`: takes a place on a therapist's list, or changes what would suit.

use rapport_store::JoinList;
use rapport_wire::waiting::{JoinWaiting, Parts, Waiting};
use rapport_wire::{Code, Problem, WaitId, limits};

use crate::app::App;
use crate::chance::random;
use crate::http::{Caller, Reply};
use crate::time::{self, Meeting};

pub(super) async fn join(app: App, caller: Caller, ask: JoinWaiting) -> Reply<Waiting> {
    let now = app.now();
    let meeting = Meeting::of(&app, ask.space, caller.account).await?;
    // Nobody waits for somebody who has left.
    meeting.clients()?;
    if !meeting.has_staff(ask.therapist) {
        return Err(Code::NotFound.into());
    }
    if ask.parts.0 == 0 || ask.parts.0 > Parts::ANY.0 {
        return Err(Problem::with_detail(Code::Malformed, "some part of the week must suit").into());
    }
    if ask.before.is_some_and(|before| before <= now) {
        return Err(Problem::with_detail(Code::Malformed, "only hours of the past would suit").into());
    }
    // What is never offered would be waited for in vain.
    let offered = time::offered_by(&app, ask.therapist).await?.ok_or(Code::SlotNotOffered)?;
    offered.kind(ask.mode, ask.minutes).ok_or(Code::SlotNotOffered)?;
    let join = JoinList {
        id: WaitId::from_bytes(random()),
        space: ask.space,
        therapist: ask.therapist,
        mode: ask.mode,
        minutes: ask.minutes,
        parts: ask.parts,
        before: ask.before,
        places_max: limits::WAITING_MAX,
        now,
    };
    let place = app.store.join_list(join).await?;
    super::tell_place(&app, &place).await?;
    super::list::shown(&app, place).await
}
