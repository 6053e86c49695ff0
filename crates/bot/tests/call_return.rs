//! The server dies in the middle of a session and is started again: whoever was inside is back in one
//! session, proven anew, and nobody opens the door a second time.

use anyhow::Result;
use rapport_bot::person::{Name, Person};
use rapport_care::content::CallKind;
use rapport_client::call::{CallStage, CallView};
use rapport_client::views::Connection;
use rapport_client::{Link, Session};
use rapport_testkit::Server;
use rapport_wire::{CallId, SpaceId};
use tokio::task::LocalSet;

const VALID_SECONDS: i64 = 3_600;

#[tokio::test]
async fn a_session_outlives_the_server() {
    LocalSet::new().run_until(outlives_the_server()).await.unwrap();
}

async fn outlives_the_server() -> Result<()> {
    let mut server = Server::start().await?;
    let name = |handle: &str| Name::new(handle, handle, "a long walk on the harbour wall");
    let owner = Link::parse(server.owner_link())?;
    let therapist = Person::sign_up(server.origin(), &owner, &name("harbour")).await?;
    let invited = therapist.session.invite_client(VALID_SECONDS).await?;
    let client = Person::sign_up(server.origin(), &invited.link, &name("heron")).await?;
    let space = invited.space;
    client.until_in(space, 2).await?;
    therapist.until_in(space, 2).await?;

    let before = meet(space, &therapist, &client).await?;
    let mut calls = vec![before];
    for first in [&therapist, &client] {
        server.kill().await?;
        for person in [&therapist, &client] {
            person.until("the line to break", |me| me.connection() == Connection::Offline).await?;
            // A media line that notices by itself offers another way meanwhile, and finds nobody to offer it to.
            person.session.call_offer("v=0".to_owned())?;
        }
        server.start_again().await?;
        first.session.reconnect_now();
        let call = together(&therapist, &client).await?;
        assert!(
            !calls.contains(&call),
            "a server that was started again knows nothing of the session before"
        );
        calls.push(call);
    }

    // And the end is an end.
    client.session.call_leave();
    therapist.until("the client to leave", |me| me.call().is_some_and(|call| call.others.is_empty())).await?;
    Ok(())
}

/// The client knocks, is let in, and each has proven to the other who they are.
async fn meet(space: SpaceId, therapist: &Person, client: &Person) -> Result<CallId> {
    client.session.call_join(space, CallKind::Voice)?;
    client.until("the waiting room", |me| stage(me) == Some(CallStage::Waiting)).await?;
    // What is said at the door is not said to the server, which would send them away for it.
    client.session.call_offer("v=0".to_owned())?;
    therapist.session.call_join(space, CallKind::Voice)?;
    therapist
        .until("somebody at the door", |me| me.call().is_some_and(|call| !call.waiting.is_empty()))
        .await?;
    let guest = therapist.session.call().and_then(|call| call.waiting.first().map(|it| it.participant));
    therapist.session.call_admit(guest.expect("somebody waits"))?;
    together(therapist, client).await
}

/// Both inside the same call, alone with one another.
async fn together(therapist: &Person, client: &Person) -> Result<CallId> {
    let alone = |call: CallView| {
        let proven = call.others.len() == 1 && call.others.iter().all(|other| other.proven);
        call.stage == CallStage::Inside && proven && call.waiting.is_empty()
    };
    for person in [therapist, client] {
        person.until("both to be in the session", |me| me.call().is_some_and(alone)).await?;
    }
    let call = |person: &Person| person.session.call().and_then(|call| call.call);
    assert_eq!(call(therapist), call(client));
    Ok(call(therapist).expect("a call has a name"))
}

fn stage(session: &Session) -> Option<CallStage> {
    session.call().map(|call| call.stage)
}
