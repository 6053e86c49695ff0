//! What a client asks for over its socket, carried out.

use std::sync::Arc;

use rapport_envelope::mark::{Mark, MarkClass};
use rapport_envelope::{EntryHead, FormatError};
use rapport_store::{EntryWriter, Erased, NewEntry};
use rapport_wire::limits::{ENTRY_BYTES_MAX, FRAME_BYTES_MAX, MARK_BYTES_MAX, RECORD_BYTES_MAX};
use rapport_wire::socket::{CLOSE_MALFORMED, Down, Up};
use rapport_wire::space::Append;
use rapport_wire::{AccountId, Bytes, Code, SpaceId, Timestamp};

use super::CLOSE_GOING_AWAY;
use super::line::Line;
use super::publish::Sender;
use super::session::End;
use crate::app::App;
use crate::http::{Refusal, Reply};

/// Carries one frame out. An error ends the socket; a refusal is an answer.
pub(super) async fn carry_out(
    app: &App,
    line: &Arc<Line>,
    writer: &EntryWriter<Sender>,
    up: Up,
) -> Result<(), End> {
    match up {
        Up::Hello { .. } => return Err(End::Close(CLOSE_MALFORMED)),
        Up::Follow { space, log_from, after } => follow(app, line, space, log_from, after).await,
        Up::Page { space, after } => {
            app.hub.want_page(line, space, after.saturating_add(1));
        }
        Up::Send { reference, space, head, body } => {
            return send(app, line, writer, reference, space, head, body).await;
        }
        Up::Erase { reference, space, position } => {
            let outcome = erase(app, line, space, position).await;
            answer(line, reference, outcome.map(|at| (position, at)));
        }
        Up::Append { reference, space, append } => {
            let outcome = append_record(app, line.account, space, &append).await;
            answer(line, reference, outcome);
        }
        Up::Mark { space, mark } => keep_mark(app, line, space, mark).await,
        Up::Hint { space, hint } => pass_hint(app, line, space, hint),
        Up::Call { space, call } => {
            if app.hub.follows(line.id, space) {
                app.calls.up(app, line, space, call).await;
            }
        }
    }
    Ok(())
}

fn answer(line: &Line, reference: u32, outcome: Reply<(u64, Timestamp)>) {
    line.tell(&match outcome {
        Ok((position, received_at)) => Down::Accepted { reference, position, received_at },
        Err(refusal) => Down::Refused { reference, code: logged(&refusal) },
    });
}

/// The code of a refusal; what a fault says goes to the log.
fn logged(refusal: &Refusal) -> Code {
    if let Refusal::Fault(why) = refusal {
        tracing::error!(why, "a frame could not be carried out");
    }
    refusal.code()
}

/// Follows a space the account is a member of; another is passed over in silence, as if it did not exist.
async fn follow(app: &App, line: &Arc<Line>, space: SpaceId, log_from: u64, after: u64) {
    match app.store.member(space, line.account).await {
        Ok(Some(_)) => {
            app.hub.follow(line, space, log_from, after.saturating_add(1));
            app.calls.tell_active(line, space);
        }
        Ok(None) => {}
        Err(error) => {
            tracing::error!(%error, "a membership could not be read");
            line.close(axum::extract::ws::close_code::ERROR);
        }
    }
}

async fn send(
    app: &App,
    line: &Arc<Line>,
    writer: &EntryWriter<Sender>,
    reference: u32,
    space: SpaceId,
    head: Bytes,
    body: Bytes,
) -> Result<(), End> {
    let entry = match outside(app, line.account, space, head, body) {
        Ok(entry) => entry,
        Err(code) => {
            line.tell(&Down::Refused { reference, code });
            return Ok(());
        }
    };
    // Given back with the answer. The semaphore is never closed.
    if let Ok(permit) = line.unanswered.acquire().await {
        permit.forget();
    }
    let sender = Sender { line: Arc::clone(line), reference };
    writer.send(sender, entry).await.map_err(|_| End::Close(CLOSE_GOING_AWAY))
}

/// Checks what the server can see of an entry. The signature is for the members to check.
fn outside(app: &App, me: AccountId, space: SpaceId, head: Bytes, body: Bytes) -> Result<NewEntry, Code> {
    if head.len() + body.len() > ENTRY_BYTES_MAX {
        return Err(Code::TooLarge);
    }
    if app.disk.is_full() {
        return Err(Code::DiskFull);
    }
    let parsed = EntryHead::from_bytes(&head).map_err(|_: FormatError| Code::EntryInvalid)?;
    let header = parsed.header();
    if header.space != space || header.author != me || !parsed.fits(&body) {
        return Err(Code::EntryInvalid);
    }
    Ok(NewEntry {
        space,
        author: me,
        entry_id: header.id,
        seq: header.seq,
        prev: header.previous,
        hash: EntryHead::hash_of(&head),
        log_head: header.log_head,
        head,
        body,
        received_at: app.now(),
    })
}

async fn erase(app: &App, line: &Line, space: SpaceId, position: u64) -> Reply<Timestamp> {
    match app.store.erase_entry(space, position, line.account).await? {
        Erased::Done => {
            app.hub.tell_space(space, None, &Down::Erased { space, position });
            Ok(app.now())
        }
        Erased::NotAuthor => Err(Code::Forbidden.into()),
        Erased::NotFound => Err(Code::NotFound.into()),
    }
}

/// Any record but a Join and an Invite, which come over HTTP with their tokens.
async fn append_record(app: &App, me: AccountId, space: SpaceId, append: &Append) -> Reply<(u64, Timestamp)> {
    use rapport_envelope::Act;
    let size = append.wraps.as_ref().map_or(0, |wraps| wraps.len());
    if append.record.len() > RECORD_BYTES_MAX || size > FRAME_BYTES_MAX {
        return Err(Code::TooLarge.into());
    }
    let now = app.now();
    let guard = app.logs.lock(&app.store, space).await?;
    let checked = guard.check(append, me, now)?;
    if matches!(checked.record.act, Act::Join { .. } | Act::Invite { .. }) {
        return Err(Code::RecordInvalid.into());
    }
    if let Act::Add { account, role, identity, .. } = &checked.record.act {
        // Who is added is who the practice knows: the same keys, and in the same part.
        let known = app.store.account(*account).await?;
        if !known.is_some_and(|it| it.role == *role && *it.identity == *identity.to_bytes()) {
            return Err(Code::RecordInvalid.into());
        }
    }
    let index = checked.new.index;
    app.store.append_record(space, checked.new.clone()).await?;
    crate::space::appended(app, guard, checked).await;
    Ok((index, now))
}

/// A mark or a hint as announced: in this space, by this account, of this class.
fn is_own(bytes: &Bytes, class: MarkClass, me: AccountId, space: SpaceId) -> bool {
    bytes.len() <= 2 * MARK_BYTES_MAX
        && Mark::from_bytes(bytes)
            .is_ok_and(|mark| mark.class == class && mark.author == me && mark.space == space)
}

async fn keep_mark(app: &App, line: &Line, space: SpaceId, mark: Bytes) {
    if !is_own(&mark, MarkClass::Mark, line.account, space) || !app.hub.follows(line.id, space) {
        return;
    }
    match app.marks.keep(space, line.account, mark.clone()).await {
        Ok(()) => {
            let down = Down::Mark { space, account: line.account, mark };
            app.hub.tell_space(space, Some(line.id), &down);
        }
        Err(stopped) => tracing::debug!(?stopped, "a mark came too late"),
    }
}

fn pass_hint(app: &App, line: &Line, space: SpaceId, hint: Bytes) {
    if is_own(&hint, MarkClass::Hint, line.account, space) && app.hub.follows(line.id, space) {
        app.hub.hint_space(space, line.id, &Down::Hint { space, account: line.account, hint });
    }
}
