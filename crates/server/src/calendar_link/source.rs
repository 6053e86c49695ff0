//! `POST`, `GET /api/sources`, `POST /api/sources/{source}/refresh`, `DELETE /api/sources/{source}`: calendars
//! that somebody who works here has elsewhere.

use rapport_store::{NewSource, StoredSource};
use rapport_wire::calendar_link::{
    AddSource, ListSources, RefreshSource, RemoveSource, Source, SourceLogin, Sources,
};
use rapport_wire::endpoint::Done;
use rapport_wire::limits::{DEVICE_LABEL_CHARS_MAX, SOURCE_URL_BYTES_MAX};
use rapport_wire::{AccountId, Code, Problem, SourceId};

use super::fetch::Target;
use super::{guard, refresh};
use crate::app::App;
use crate::chance::{random, sha256};
use crate::http::{Caller, Refusal, Reply};

pub(super) async fn add(app: App, caller: Caller, ask: AddSource) -> Reply<Source> {
    check_staff(&caller)?;
    check_label(&ask.label)?;
    check_lengths(&ask.url, ask.login.as_ref())?;
    let allowed = &app.config.calendar.allow;
    let url = guard::parse(&ask.url, allowed)?;
    // Refused before it is kept: an address of a private network is no mistake of a moment.
    let place = guard::resolve(url, allowed).await;
    if matches!(place, Err(Code::SourcePrivate)) {
        return Err(Code::SourcePrivate.into());
    }
    let url = guard::parse(&ask.url, allowed)?;
    let id = SourceId::from_bytes(random());
    let target = Target { url: url.to_string(), login: ask.login };
    let sealed =
        app.source_key.seal(id, &target).ok_or_else(|| Refusal::fault("a source cannot be sealed"))?;
    let now = app.now();
    let new = NewSource {
        id,
        account: caller.account,
        label: ask.label,
        host: url.host_str().unwrap_or_default().to_owned(),
        kind: ask.kind,
        sealed,
        now,
        next_at: refresh::next(now),
    };
    if !app.store.add_source(new).await? {
        return Err(Code::TooMany.into());
    }
    read_now(&app, caller.account, id).await
}

pub(super) async fn list(app: App, caller: Caller, _: ListSources) -> Reply<Sources> {
    check_staff(&caller)?;
    let sources = app.store.sources(caller.account).await?;
    Ok(Sources { sources: sources.into_iter().map(shown).collect() })
}

pub(super) async fn refresh(app: App, caller: Caller, ask: RefreshSource) -> Reply<Source> {
    check_staff(&caller)?;
    // Each of these makes us knock at a stranger's door.
    app.rates.name(rate_key(caller.account))?;
    read_now(&app, caller.account, ask.source).await
}

pub(super) async fn remove(app: App, caller: Caller, ask: RemoveSource) -> Reply<Done> {
    let removed = app.store.remove_source(caller.account, ask.source).await?;
    if removed { Ok(Done {}) } else { Err(Code::NotFound.into()) }
}

async fn read_now(app: &App, account: AccountId, id: SourceId) -> Reply<Source> {
    let stored = app.store.source(account, id).await?.ok_or(Code::NotFound)?;
    refresh::read(app, &stored).await?;
    let stored = app.store.source(account, id).await?.ok_or(Code::NotFound)?;
    Ok(shown(stored))
}

fn shown(stored: StoredSource) -> Source {
    Source {
        id: stored.id,
        label: stored.label,
        host: stored.host,
        kind: stored.kind,
        read_at: stored.read_at,
        trouble: stored.trouble,
        busy: stored.busy,
    }
}

fn check_staff(caller: &Caller) -> Result<(), Code> {
    if caller.role.is_staff() { Ok(()) } else { Err(Code::Forbidden) }
}

/// A label for one's own list.
pub(super) fn check_label(label: &str) -> Result<(), Problem> {
    let fits = label.chars().count() <= DEVICE_LABEL_CHARS_MAX && !label.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(Problem::with_detail(Code::Malformed, "the label is too long")) }
}

fn check_lengths(url: &str, login: Option<&SourceLogin>) -> Result<(), Code> {
    let login = login.map_or(0, |login| login.name.len().max(login.password.len()));
    if url.len().max(login) > SOURCE_URL_BYTES_MAX { Err(Code::TooLarge) } else { Ok(()) }
}

fn rate_key(account: AccountId) -> [u8; 32] {
    sha256(&[b"source\0".as_slice(), account.as_bytes()].concat())
}
