//! Two people fill in a worksheet at the same time, by real clients on a real server: in the same field at once,
//! while one has no network, and after a tab was loaded anew. Nothing that either wrote is lost, and what is kept
//! is one page that both filled in.

use anyhow::{Context as _, Result, ensure};
use rapport_bot::person::Person;
use rapport_bot::practice::{client, owner};
use rapport_care::Content;
use rapport_care::content::{CallKind, Rhythm};
use rapport_care::conversation::What;
use rapport_care::form::{Answer, Form, Responses};
use rapport_care::together::Version;
use rapport_care::worksheet;
use rapport_client::call::CallStage;
use rapport_client::views::{Connection, OpenPage};
use rapport_client::{Platform as _, Session};
use rapport_testkit::{Server, wait};
use rapport_wire::SpaceId;
use tokio::task::LocalSet;

const FIELD: &str = "situation";

#[tokio::test]
async fn what_two_write_at_once_is_all_there() {
    LocalSet::new().run_until(at_once()).await.unwrap();
}

#[tokio::test]
async fn a_page_goes_on_without_a_session_and_ends_for_both() {
    LocalSet::new().run_until(apart()).await.unwrap();
}

fn form() -> &'static Form {
    worksheet::find("thought-record").unwrap()
}

fn said(words: &str) -> Responses {
    Responses::from([(FIELD.to_owned(), Answer::Text(words.to_owned()))])
}

fn words_of(page: &OpenPage) -> &str {
    match page.said.get(FIELD) {
        Some(Answer::Text(words)) => words,
        _ => "",
    }
}

fn words(session: &Session) -> String {
    session.open_page().map(|page| words_of(&page).to_owned()).unwrap_or_default()
}

/// Changes one part of what a person sees to another, as a key does.
fn change(session: &Session, from: &str, to: &str) -> Result<Version> {
    let page = session.open_page().context("no page is open")?;
    ensure!(words_of(&page).contains(from), "{:?} is not in {:?}", from, words_of(&page));
    Ok(session.write_together(&page.seen, &said(&words_of(&page).replacen(from, to, 1)))?)
}

async fn both_read(people: [&Person; 2], what: &str) -> Result<()> {
    for person in people {
        person.until(&format!("«{what}»"), |me| words(me) == what).await?;
    }
    Ok(())
}

struct Two {
    server: Server,
    thea: Person,
    alex: Person,
    care: SpaceId,
}

async fn two() -> Result<Two> {
    let server = Server::start().await?;
    let thea = owner(server.origin(), server.owner_link(), "thea").await?;
    let (alex, care) = client(server.origin(), &thea, "alex").await?;
    Ok(Two { server, thea, alex, care })
}

async fn meet(thea: &Person, alex: &Person, care: SpaceId) -> Result<()> {
    let stage = |session: &Session| session.call().map(|call| call.stage);
    if !matches!(stage(&thea.session), Some(CallStage::Inside)) {
        thea.session.call_join(care, CallKind::Voice)?;
        thea.until("the room", |me| stage(me) == Some(CallStage::Inside)).await?;
    }
    alex.session.call_join(care, CallKind::Voice)?;
    alex.until("the door", |me| matches!(stage(me), Some(CallStage::Waiting | CallStage::Inside))).await?;
    // Whoever loads the page anew, and is quick, has kept their seat.
    if stage(&alex.session) == Some(CallStage::Waiting) {
        let at_the_door = |me: &Session| me.call().is_some_and(|call| !call.waiting.is_empty());
        thea.until("somebody at the door", at_the_door).await?;
        let guest = thea.session.call().and_then(|call| call.waiting.first().map(|it| it.participant));
        thea.session.call_admit(guest.context("somebody waits")?)?;
    }
    together(thea, alex).await
}

async fn together(thea: &Person, alex: &Person) -> Result<()> {
    for person in [thea, alex] {
        let proven = |me: &Session| {
            me.call().is_some_and(|it| {
                it.stage == CallStage::Inside && it.others.len() == 1 && it.others[0].proven
            })
        };
        person.until("both to be in the session", proven).await?;
    }
    Ok(())
}

/// Opens what the other one shows.
async fn open_shown(person: &Person, care: SpaceId) -> Result<()> {
    person.until("a page to be shown", |me| me.shown_page(care).is_some()).await?;
    let page = person.session.shown_page(care).context("nothing is shown")?.page;
    let here = |me: &Session| {
        me.engine(|engine| {
            let all = engine.written(care);
            rapport_care::together::open(&all).iter().any(|it| it.page == page)
        })
    };
    person.until("the page in the space", here).await?;
    Ok(person.session.go_on_together(care, page).await?)
}

/// How many sealed keepings of pages a person's device finds standing.
fn keepings(session: &Session, care: SpaceId) -> usize {
    session.engine(|engine| {
        let all = engine.written(care);
        all.events().filter(|event| matches!(&event.what, What::Said(Content::PageTogether(_)))).count()
    })
}

async fn at_once() -> Result<()> {
    let Two { server, thea, alex, care } = two().await?;
    let account = alex.session.account();
    thea.session.give_page(care, account, form(), Rhythm::Once, "").await?;
    alex.until("something to do", |me| me.asked_together(care).len() == 1).await?;
    meet(&thea, &alex, care).await?;

    // The client opens what they were asked for and had half done; the therapist is shown it.
    let (sheet, asked) = alex.session.asked_together(care).remove(0);
    alex.session.begin_together(care, &sheet, &said("on the bus"), Some(asked)).await?;
    open_shown(&thea, care).await?;
    both_read([&thea, &alex], "on the bus").await?;
    ensure!(thea.session.open_page().is_some_and(|it| it.opened_by == account), "who opened it is not told");

    // Each sees where the other one is.
    thea.session.at_together(Some(FIELD.into()));
    let thea_is_there = |me: &Session| {
        me.open_page().is_some_and(|it| it.beside.iter().any(|(_, at)| at.as_deref() == Some(FIELD)))
    };
    alex.until("the other one at a question", thea_is_there).await?;

    // Both at once, in one field: neither has seen the other's yet.
    change(&alex.session, "on", "Late, on")?;
    change(&thea.session, "bus", "bus home")?;
    both_read([&thea, &alex], "Late, on the bus home").await?;

    // The client's network goes; both write on, in the same place; it comes back.
    alex.machine.set_network(false);
    alex.until("the line to break", |me| me.connection() == Connection::Offline).await?;
    for letter in ["home.", "home. I", "home. I ran"] {
        change(
            &alex.session,
            if letter == "home." { "home" } else { &letter[..letter.rfind(' ').unwrap()] },
            letter,
        )?;
    }
    change(&thea.session, "bus home", "crowded bus home")?;
    alex.machine.set_network(true);
    alex.session.reconnect_now();
    together(&thea, &alex).await?;
    both_read([&thea, &alex], "Late, on the crowded bus home. I ran").await?;

    // A tab is loaded anew while there is no network; what was written without one is kept on the device.
    alex.machine.set_network(false);
    alex.until("the line to break", |me| me.connection() == Connection::Offline).await?;
    change(&alex.session, "ran", "ran after it")?;
    alex.session.flush_together().await?;
    let page = alex.session.open_page().context("no page is open")?.page;
    change(&thea.session, "Late", "Very late")?;
    let alex = alex.reload().await?;
    alex.machine.set_network(true);
    alex.session.reconnect_now();
    alex.until_in(care, 2).await?;
    meet(&thea, &alex, care).await?;
    alex.session.go_on_together(care, page).await?;
    both_read([&thea, &alex], "Very late, on the crowded bus home. I ran after it").await?;

    // Either keeps it: one page, filled in by both; what was asked for is done; nothing half done is left.
    thea.session.keep_together().await?;
    alex.until("the page", |me| me.pages(care).len() == 1).await?;
    alex.until("the end of it", |me| me.open_page().is_some_and(|it| it.closed == Some(true))).await?;
    alex.session.put_together_away();
    for person in [&thea, &alex] {
        person
            .until("the page to be by both", |me| me.pages(care).iter().any(|it| it.with.len() == 2))
            .await?;
        let page = person.session.pages(care).remove(0);
        let kept = said("Very late, on the crowded bus home. I ran after it");
        ensure!(page.is.responses == kept, "something else was kept: {:?}", page.is.responses);
        person.until("nothing to be asked", |me| me.asked_together(care).is_empty()).await?;
        person.until("the keepings to go", |me| keepings(me, care) == 0).await?;
        ensure!(person.session.left_pages(care).await.is_empty(), "it is open still");
        ensure!(
            person.session.findings().is_empty(),
            "somebody was alarmed: {:?}",
            person.session.findings()
        );
    }
    drop(server);
    Ok(())
}

/// Whether the entries of a space hold this of its page.
fn reads(me: &Session, care: SpaceId, words: &str) -> bool {
    me.engine(|engine| {
        let all = engine.written(care);
        rapport_care::together::open(&all).iter().any(|page| page.done.read(form()) == said(words))
    })
}

/// What somebody's device holds of pages.
async fn asides(who: &Person) -> Result<Vec<(String, Vec<u8>)>> {
    Ok(who.machine.vault_read("together/".into()).await?)
}

async fn apart() -> Result<()> {
    let Two { server, thea, alex, care } = two().await?;
    // Begun without a session, and found by the other one.
    let page = thea.session.begin_together(care, form(), &said("first"), None).await?;
    thea.session.put_together_away();
    alex.until("the page", |me| keepings(me, care) == 1).await?;
    let left = alex.session.left_pages(care).await;
    ensure!(left.len() == 1 && left[0].page == page && left[0].by == [thea.session.account()], "{left:?}");
    alex.session.go_on_together(care, page).await?;
    thea.session.go_on_together(care, page).await?;
    change(&alex.session, "first", "first, second")?;
    alex.session.put_together_away();
    // Without a session it comes as what was kept.
    thea.until("what the other one wrote", |me| words(me) == "first, second").await?;
    // One's own keeping before is erased once a later one holds all of it.
    change(&thea.session, "first", "First")?;
    thea.session.put_together_away();
    thea.until_sent().await?;
    alex.until("one keeping of each", |me| keepings(me, care) == 2).await?;

    // One lets go of it while the other one, without a network, writes on: that stays.
    alex.until("the newest", |me| reads(me, care, "First, second")).await?;
    alex.session.go_on_together(care, page).await?;
    alex.machine.set_network(false);
    alex.until("the line to break", |me| me.connection() == Connection::Offline).await?;
    change(&alex.session, "second", "second, third")?;
    alex.session.put_together_away();
    thea.session.go_on_together(care, page).await?;
    thea.session.let_go_together().await?;
    ensure!(thea.session.left_pages(care).await.is_empty(), "what was let go of is offered still");
    alex.machine.set_network(true);
    alex.session.reconnect_now();
    alex.until_in(care, 2).await?;
    alex.until_sent().await?;
    thea.until("what was written meanwhile", |me| reads(me, care, "First, second, third")).await?;
    for person in [&thea, &alex] {
        let left = person.session.left_pages(care).await;
        ensure!(
            left.len() == 1,
            "words were lost for {:?}: {left:?}",
            person.session.account() == thea.session.account()
        );
        person.session.go_on_together(care, page).await?;
        ensure!(words(&person.session) == "First, second, third", "{}", words(&person.session));
    }

    // Closed by one who had seen all of it, while the other holds a copy aside: it is offered nowhere, and gone there.
    thea.session.put_together_away();
    thea.until_sent().await?;
    ensure!(!asides(&thea).await?.is_empty(), "it was never aside");
    alex.session.let_go_together().await?;
    alex.until_sent().await?;
    wait::until("the page to be gone", async || {
        let left = thea.session.left_pages(care).await;
        Ok((left.is_empty() && asides(&thea).await?.is_empty()).then_some(()))
    })
    .await?;
    drop(server);
    Ok(())
}
