//! Leaving for good, by real clients on a real server: those who stay hear it from whoever left and keep what was
//! written, and nothing of the one who left opens anything, anywhere.

use anyhow::{Context as _, Result, ensure};
use rapport_bot::person::Person;
use rapport_bot::practice::{client, named, owner};
use rapport_care::NoteId;
use rapport_care::content::{Content, Left};
use rapport_client::{ClientError, api};
use rapport_testkit::Server;
use rapport_wire::Code;
use rapport_wire::space::EndRecord;
use tokio::task::LocalSet;

#[tokio::test]
async fn who_leaves_is_gone_and_those_who_stay_know_it_from_them() {
    LocalSet::new().run_until(left()).await.unwrap();
}

async fn left() -> Result<()> {
    let server = Server::start().await?;
    let thea = owner(server.origin(), server.owner_link(), "thea").await?;
    let (noor, care) = client(server.origin(), &thea, "noor").await?;
    let phone = Person::sign_in(server.origin(), &named("noor")).await?;
    phone.until_in(care, 2).await?;
    noor.session.send_message(care, "Thank you for all of it.", None).await?;
    noor.session.save_journal(NoteId([7; 16]), "For me alone.", &[]).await?;
    noor.until_sent().await?;
    let record = thea.session.place_for_notes(care).await?;
    thea.until_sent().await?;
    let notes_kept = |person: &Person| person.session.notes_kept_until(care);

    // A farewell that nothing followed, because the page was closed in between, is taken back by whichever device
    // comes next.
    let left = Content::Left(Left { kept_until: 0 });
    noor.session.send(care, left).await?;
    thea.until("a farewell", |session| session.space(care).is_some_and(|it| it.ended.is_some())).await?;
    let back = Person::sign_in(server.origin(), &named("noor")).await?;
    thea.until("them to be here", |session| session.space(care).is_some_and(|it| it.ended.is_none())).await?;
    thea.until("notes without an end", |session| session.notes_kept_until(care).is_none()).await?;
    drop(back);

    // A wrong passphrase leaves everything as it is, and whoever works here is told to hand over.
    let passphrase = named("noor").passphrase;
    let told = noor.session.leaving().await?;
    let wrong = noor.session.leave_for_good("not this one, surely", told, &|_| ()).await;
    ensure!(wrong == Err(ClientError::WrongPassphrase), "{wrong:?}");
    let staff = thea.session.leave_for_good(&named("thea").passphrase, told, &|_| ()).await;
    ensure!(staff.as_ref().is_err_and(|error| error.is(Code::StaffStays)), "{staff:?}");
    ensure!(noor.session.space(care).is_some_and(|it| it.ended.is_none()), "it ended before anybody left");

    let departed = noor.session.leave_for_good(&passphrase, told, &|_| ()).await?;
    ensure!(departed.forgotten && departed.erased.devices == 3, "{departed:?}");
    ensure!(departed.erased.spaces_destroyed == 1 && departed.erased.spaces_kept == 1, "{departed:?}");
    ensure!(departed.erased.kept_until >= told.kept_until, "it goes earlier than was said");
    let kept = rapport_client::platform::Platform::vault_read(&*noor.machine, String::new()).await?;
    ensure!(kept.is_empty(), "this device keeps {} things", kept.len());

    // From them, under their own signature; and nothing more is said to nobody.
    thea.until("the farewell", |session| session.space(care).is_some_and(|it| it.ended.is_some())).await?;
    let ended = thea.session.space(care).and_then(|it| it.ended).context("it goes on")?;
    ensure!(
        ended.kept_until >= told.kept_until && ended.kept_until <= departed.erased.kept_until,
        "{ended:?}"
    );
    let unheard = thea.session.send_message(care, "Are you there?", None).await;
    ensure!(unheard == Err(ClientError::NobodyHere), "{unheard:?}");
    ensure!(thea.session.caseload().is_empty(), "somebody who left is in care");

    // The notes, which the server knows of nobody to be about, go at a date as well: once the farewell has stood for a
    // day, and not before what they were told.
    ensure!(notes_kept(&thea).is_none(), "dated in the same breath");
    thea.machine.set_clock(25 * 3_600);
    thea.session.reminders_changed();
    thea.until("the notes' date", |session| session.notes_kept_until(care).is_some()).await?;
    thea.until_sent().await?;
    let asked = api::call(&*thea.machine, &EndRecord { space: record }).await?;
    let date = notes_kept(&thea).context("no date")?;
    ensure!(asked.kept_until == date && date >= told.kept_until, "{date:?}");
    ensure!(api::call(&*thea.machine, &EndRecord { space: care }).await.is_err(), "that is no record");

    // Their other device is signed out, and a new one is let in neither by the passphrase nor by itself.
    phone
        .until("the end", |session| session.connection() == rapport_client::views::Connection::SignedOut)
        .await?;
    ensure!(Person::sign_in(server.origin(), &named("noor")).await.is_err(), "they were let in");

    // Whoever treated them reads on, on a new device too.
    let desk = Person::sign_in(server.origin(), &named("thea")).await?;
    desk.until_in(care, 2).await?;
    desk.until("the notes' date", |session| session.notes_kept_until(care) == Some(date)).await?;
    desk.until("the words", |session| !session.timeline(care, 9).items.is_empty()).await?;
    ensure!(
        desk.session.space(care).is_some_and(|it| it.ended == Some(ended)),
        "another device was told otherwise"
    );
    ensure!(desk.session.findings().is_empty(), "{:?}", desk.session.findings());
    Ok(())
}
