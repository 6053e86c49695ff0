//! Reminders, feeds and calendars elsewhere: who may ask, and what is refused. What goes out is in tests/outside.

use rapport_wire::calendar_link::{
    AddSource, CreateFeed, ListFeeds, ListSources, RefreshSource, RemoveSource, RevokeFeed, SourceKind,
};
use rapport_wire::endpoint::Endpoint;
use rapport_wire::reminder::{
    ConfirmAddress, ForgetAddress, GetReminders, PutAddress, PutDueTimes, PutReminders, Quiet, Reminders,
};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Code, FeedId, Role, SourceId};

use crate::support::{Kind, Person, Server};

fn chosen(before_minutes: &[u32]) -> Reminders {
    Reminders {
        before_minutes: before_minutes.to_vec(),
        zone: "Europe/London".to_owned(),
        quiet: Some(Quiet { from_minute: 22 * 60, to_minute: 7 * 60 }),
        invitations: true,
        due: true,
    }
}

fn add_source() -> AddSource {
    AddSource {
        label: "Mine".to_owned(),
        url: "https://calendar.example/mine.ics".to_owned(),
        kind: SourceKind::Ics,
        login: None,
    }
}

async fn refused<E: Endpoint>(server: &Server, cookie: Option<&str>, ask: E) -> Option<Code> {
    server.ask(cookie, &ask).await.err().map(|refused| refused.code)
}

on_both! {
    async fn nobody_signed_in_gets_in(kind: Kind) {
        let server = Server::start(kind).await;
        let out = Some(Code::SignedOut);
        let address = || "thea@post.test".to_owned();
        assert_eq!(refused(&server, None, GetReminders {}).await, out);
        assert_eq!(refused(&server, None, PutReminders { reminders: chosen(&[60]) }).await, out);
        assert_eq!(refused(&server, None, PutDueTimes { at: Vec::new() }).await, out);
        assert_eq!(refused(&server, None, PutAddress { mail: address() }).await, out);
        assert_eq!(refused(&server, None, ConfirmAddress { code: "123456".to_owned() }).await, out);
        assert_eq!(refused(&server, None, ForgetAddress {}).await, out);
        let feed = CreateFeed { label: "Phone".to_owned(), zone: "UTC".to_owned() };
        assert_eq!(refused(&server, None, feed).await, out);
        assert_eq!(refused(&server, None, ListFeeds {}).await, out);
        assert_eq!(refused(&server, None, RevokeFeed { feed: FeedId::from_bytes([1; 16]) }).await, out);
        let source = SourceId::from_bytes([1; 16]);
        assert_eq!(refused(&server, None, add_source()).await, out);
        assert_eq!(refused(&server, None, ListSources {}).await, out);
        assert_eq!(refused(&server, None, RefreshSource { source }).await, out);
        assert_eq!(refused(&server, None, RemoveSource { source }).await, out);
    }

    async fn a_choice_is_ones_own(kind: Kind) {
        let server = Server::start(kind).await;
        let (mut owner, _) = Person::owner(&server).await;
        let mut care = owner.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
        let link = owner.invite(&server, &mut care, Role::Client).await.unwrap();
        let (mara, _) = Person::join(&server, "mara", &link).await;
        let put = PutReminders { reminders: chosen(&[60, 1440, 60]) };
        server.ask(Some(&mara.cookie), &put).await.unwrap();
        let view = server.ask(Some(&mara.cookie), &GetReminders {}).await.unwrap();
        assert_eq!(view.reminders, Some(chosen(&[1440, 60])));
        assert_eq!(server.ask(Some(&owner.cookie), &GetReminders {}).await.unwrap().reminders, None);
    }
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let server = Server::start_with(Kind::Sqlite, |config| {
        // Never reached: nothing here gets as far as being sent.
        config.mail.host = Some("127.0.0.1".to_owned());
        config.mail.tls = rapport_server::config::MailTls::None;
        config.mail.port = Some(1);
    })
    .await;
    let (owner, _) = Person::owner(&server).await;
    let me = Some(owner.cookie.as_str());
    for (reminders, code) in [
        (chosen(&[1]), Code::RemindersInvalid),
        (chosen(&[5, 10, 15, 20, 25]), Code::RemindersInvalid),
        (
            Reminders { quiet: Some(Quiet { from_minute: 1260, to_minute: 1260 }), ..chosen(&[60]) },
            Code::RemindersInvalid,
        ),
        (Reminders { zone: "Mars/Base".to_owned(), ..chosen(&[60]) }, Code::ZoneUnknown),
    ] {
        assert_eq!(refused(&server, me, PutReminders { reminders }).await, Some(code));
    }
    let soon = server.clock.now().plus_seconds(3_600);
    let far = soon.plus_seconds(401 * 24 * 3_600);
    for at in [vec![soon; 61], vec![soon, far]] {
        assert_eq!(refused(&server, me, PutDueTimes { at }).await, Some(Code::RemindersInvalid));
    }
    assert_eq!(refused(&server, me, PutDueTimes { at: vec![soon; 60] }).await, None);
    for mail in ["", "thea", "thea@localhost", "a@b.example\r\nBcc: c@d.example", "Thea <thea@post.test>"] {
        assert_eq!(
            refused(&server, me, PutAddress { mail: mail.to_owned() }).await,
            Some(Code::AddressInvalid)
        );
    }
    assert_eq!(
        refused(&server, me, ConfirmAddress { code: "123456".to_owned() }).await,
        Some(Code::CodeWrong)
    );
    for url in ["ftp://calendar.example/", "https://me:pw@calendar.example/", "not an address"] {
        let add = AddSource { url: url.to_owned(), ..add_source() };
        assert_eq!(refused(&server, me, add).await, Some(Code::SourceInvalid), "{url}");
    }
    let long = AddSource { url: format!("https://calendar.example/{}", "a".repeat(3_000)), ..add_source() };
    assert_eq!(refused(&server, me, long).await, Some(Code::TooLarge));
    // So many codes a day, and no more.
    let mut last = None;
    for _ in 0..=rapport_wire::limits::ADDRESS_CODES_PER_DAY {
        last = refused(&server, me, PutAddress { mail: "thea@post.test".to_owned() }).await;
    }
    assert_eq!(last, Some(Code::SlowDown));
}
