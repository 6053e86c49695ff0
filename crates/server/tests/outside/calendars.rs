//! Busy times out of a real Radicale, and out of servers of every bad kind.

use rapport_server::{Config, backup, doctor};
use rapport_testkit::{Radicale, python, radicale};
use rapport_wire::calendar_link::{
    AddSource, ListSources, RefreshSource, RemoveSource, SourceKind, SourceLogin,
};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Code, Role, SourceId, Timestamp, limits};

use crate::people::store;
use crate::strange::Strange;
use crate::support::{Kind, Person, Server};

/// Makes a calendar with two hours in it, as somebody's telephone would; says where it is and when they are.
const FILL: &str = r#"
import sys, caldav, datetime, json
client = caldav.DAVClient(url=sys.argv[1], username=sys.argv[2], password=sys.argv[3])
calendar = client.principal().make_calendar(name="Mine")
start = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(days=3)
for days in (0, 1):
    begin = start + datetime.timedelta(days=days)
    calendar.save_event(dtstart=begin, dtend=begin + datetime.timedelta(hours=1), summary="Dentist")
# Long over: not in what is asked for.
calendar.save_event(dtstart=start - datetime.timedelta(days=900), dtend=start - datetime.timedelta(days=899), summary="Old")
print(json.dumps({"url": str(calendar.url), "start": int(start.timestamp())}))
"#;

fn source(url: &str, kind: SourceKind) -> AddSource {
    AddSource { label: "Mine".to_owned(), url: url.to_owned(), kind, login: None }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn busy_times_come_out_of_a_real_radicale() {
    let radicale = Radicale::start().await.unwrap();
    let (name, password) = radicale::USER;
    let said = python::run(FILL, &[&radicale.url(), name, password]).await.unwrap();
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let start = Timestamp::from_millis(said["start"].as_i64().unwrap() * 1000);
    let allow = vec![radicale.server()];
    let server = Server::start_with(Kind::Sqlite, |config| config.calendar.allow = allow).await;
    let (owner, _) = Person::owner(&server).await;
    let url = said["url"].as_str().unwrap();

    let login = |password: &str| SourceLogin { name: name.to_owned(), password: password.to_owned() };
    let wrong = AddSource { login: Some(login("not it")), ..source(url, SourceKind::CalDav) };
    let refused = server.ask(Some(&owner.cookie), &wrong).await.unwrap();
    assert_eq!((refused.trouble, refused.busy), (Some(Code::SourceRefused), 0));

    let right = AddSource { login: Some(login(password)), ..source(url, SourceKind::CalDav) };
    let added = server.ask(Some(&owner.cookie), &right).await.unwrap();
    assert_eq!((added.trouble, added.busy, added.host.as_str()), (None, 2, "127.0.0.1"));
    let busy = async || {
        let store = store(&server).await;
        let until = start.plus_seconds(40 * 24 * 3600);
        let spans = store.busy_elsewhere(owner.account, start.plus_seconds(-60), until).await.unwrap();
        spans.into_iter().map(|span| (span.starts_at, span.ends_at)).collect::<Vec<_>>()
    };
    let hour = |from: Timestamp| (from, from.plus_seconds(3600));
    assert_eq!(busy().await, [hour(start), hour(start.plus_seconds(24 * 3600))]);

    // The other server is gone: the times stand for a day, and no longer.
    drop(radicale);
    let again = RefreshSource { source: added.id };
    let trouble = server.ask(Some(&owner.cookie), &again).await.unwrap();
    assert_eq!((trouble.trouble, trouble.busy), (Some(Code::SourceUnreachable), 2));
    server.clock.advance_seconds(limits::SOURCE_KEEP_SECONDS + 60);
    let gone = server.ask(Some(&owner.cookie), &again).await.unwrap();
    assert_eq!((gone.busy, busy().await.len()), (0, 0));

    // What lies in the database says neither where nor how to get in.
    let database = std::fs::read(server.config.data_dir.join("rapport.db")).unwrap();
    let log = std::fs::read(server.config.data_dir.join("rapport.db-wal")).unwrap_or_default();
    for bytes in [database, log] {
        for secret in [password, "/noor/", "Dentist"] {
            assert!(!bytes.windows(secret.len()).any(|some| some == secret.as_bytes()), "{secret} is there");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_server_says_that_it_lacks_the_key_and_works_with_it() {
    let strange = Strange::start().await;
    let allow = vec![strange.server()];
    let mut server = Server::start_with(Kind::Sqlite, |config| config.calendar.allow = allow).await;
    let (owner, _) = Person::owner(&server).await;
    let added =
        server.ask(Some(&owner.cookie), &source(&strange.url("/daily"), SourceKind::Ics)).await.unwrap();
    server.stop().await;
    let now = server.clock.now();
    let said = async |config: &Config| {
        let findings = doctor::examine(config, now).await;
        let of_it = findings.into_iter().filter(|one| one.to_string().contains("calendars elsewhere:"));
        of_it.map(|one| (one.is_bad(), one.to_string())).next().unwrap()
    };
    let (bad, words) = said(&server.config).await;
    assert!(!bad && words.contains("keep a copy of calendar.key"), "{words}");

    let file = server.data.path().join("backup.tar");
    backup::create(&server.config, &file, now).await.unwrap();
    let key = std::fs::read(server.config.data_dir.join("calendar.key")).unwrap();
    let copy = std::fs::read(&file).unwrap();
    assert!(!copy.windows(key.len()).any(|some| some == key), "whoever finds a backup has no key");
    let config = Config { data_dir: server.data.path().join("restored"), ..server.config.clone() };
    backup::restore(&config, &file, now).await.unwrap();
    let (bad, words) = said(&config).await;
    assert!(bad && words.contains("does not open 1 of 1"), "{words}");
    assert!(!config.data_dir.join("calendar.key").exists(), "looking makes none");

    std::fs::write(config.data_dir.join("calendar.key"), key).unwrap();
    assert!(!said(&config).await.0);
    server.config = config;
    server.start_again().await;
    let again = server.ask(Some(&owner.cookie), &RefreshSource { source: added.id }).await.unwrap();
    assert_eq!((again.trouble, again.busy), (None, added.busy));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bad_server_is_a_clear_trouble() {
    let strange = Strange::start().await;
    let allow = vec![strange.server()];
    let server = Server::start_with(Kind::Sqlite, |config| config.calendar.allow = allow).await;
    let (owner, _) = Person::owner(&server).await;
    for (path, kind, trouble) in [
        ("/daily", SourceKind::Ics, None),
        ("/here", SourceKind::Ics, None),
        ("/huge", SourceKind::Ics, Some(Code::SourceInvalid)),
        ("/huge-unannounced", SourceKind::Ics, Some(Code::SourceInvalid)),
        ("/packed", SourceKind::Ics, Some(Code::SourceInvalid)),
        ("/page", SourceKind::Ics, Some(Code::SourceInvalid)),
        ("/page", SourceKind::CalDav, Some(Code::SourceInvalid)),
        ("/missing", SourceKind::Ics, Some(Code::SourceInvalid)),
        ("/secret", SourceKind::Ics, Some(Code::SourceRefused)),
        ("/hang", SourceKind::CalDav, Some(Code::SourceUnreachable)),
        ("/loop", SourceKind::Ics, Some(Code::SourceInvalid)),
        ("/to-loopback", SourceKind::Ics, Some(Code::SourcePrivate)),
        ("/to-loopback-tls", SourceKind::Ics, Some(Code::SourcePrivate)),
        ("/to-metadata", SourceKind::Ics, Some(Code::SourcePrivate)),
        ("/to-metadata-tls", SourceKind::Ics, Some(Code::SourcePrivate)),
        ("/to-file", SourceKind::Ics, Some(Code::SourceInvalid)),
    ] {
        let added = server.ask(Some(&owner.cookie), &source(&strange.url(path), kind)).await.unwrap();
        assert_eq!(added.trouble, trouble, "{path}");
        assert_eq!(added.busy > 300, trouble.is_none(), "{path}: {} times taken", added.busy);
        server.ask(Some(&owner.cookie), &RemoveSource { source: added.id }).await.unwrap();
    }
    // A bomb of a rule costs a moment and is left out, or refused; the server goes on either way.
    let bomb =
        server.ask(Some(&owner.cookie), &source(&strange.url("/bomb"), SourceKind::Ics)).await.unwrap();
    assert!(matches!(bomb.trouble, None | Some(Code::SourceInvalid)) && bomb.busy < 1_000, "{bomb:?}");
    assert!(strange.asked().iter().all(|head| !head.to_lowercase().contains("cookie")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_in_private_networks_are_refused_before_they_are_kept() {
    let strange = Strange::start().await;
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    let (_, port) =
        strange.server().rsplit_once(':').map(|(host, port)| (host.to_owned(), port.to_owned())).unwrap();
    for url in [
        strange.url("/daily"),
        format!("https://localhost:{port}/daily"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://[::1]:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        "https://10.0.0.1/cal.ics".to_owned(),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://2130706433/".to_owned(),
    ] {
        let refused = server.ask(Some(&owner.cookie), &source(&url, SourceKind::Ics)).await.unwrap_err();
        assert_eq!(refused.code, Code::SourcePrivate, "{url}");
    }
    assert!(strange.asked().is_empty(), "nobody knocked");
    assert!(server.ask(Some(&owner.cookie), &ListSources {}).await.unwrap().sources.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sources_are_for_those_who_work_here_and_each_has_their_own() {
    let strange = Strange::start().await;
    let allow = vec![strange.server()];
    let server = Server::start_with(Kind::Sqlite, |config| config.calendar.allow = allow).await;
    let (mut owner, mut practice) = Person::owner(&server).await;
    let mut care = owner.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
    let link = owner.invite(&server, &mut care, Role::Client).await.unwrap();
    let (mara, _) = Person::join(&server, "mara", &link).await;
    let link = owner.invite(&server, &mut practice, Role::Therapist).await.unwrap();
    let (noor, _) = Person::join(&server, "noor", &link).await;
    let add = source(&strange.url("/daily"), SourceKind::Ics);
    assert_eq!(server.ask(Some(&mara.cookie), &add).await.unwrap_err().code, Code::Forbidden);
    assert_eq!(server.ask(Some(&mara.cookie), &ListSources {}).await.unwrap_err().code, Code::Forbidden);
    assert_eq!(server.ask(None, &add).await.unwrap_err().code, Code::SignedOut);
    let added = server.ask(Some(&noor.cookie), &add).await.unwrap();
    for id in [added.id, SourceId::from_bytes([9; 16])] {
        let refresh = server.ask(Some(&owner.cookie), &RefreshSource { source: id }).await.unwrap_err();
        let remove = server.ask(Some(&owner.cookie), &RemoveSource { source: id }).await.unwrap_err();
        assert_eq!((refresh.code, remove.code), (Code::NotFound, Code::NotFound));
    }
    assert!(server.ask(Some(&owner.cookie), &ListSources {}).await.unwrap().sources.is_empty());
    assert_eq!(server.ask(Some(&noor.cookie), &ListSources {}).await.unwrap().sources, [added]);
}
