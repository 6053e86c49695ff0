//! Feeds, read by the libraries that other people's programs are made of.

use rapport_testkit::{Radicale, python, radicale};
use rapport_wire::calendar_link::{CreateFeed, ListFeeds, RevokeFeed};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Code, Role};

use crate::people::{book, book_all, call_off, in_hours, space, store};
use crate::support::server::refused;
use crate::support::{Kind, Person, Server};

/// Reads a feed with `icalendar`, and puts what is in it into a CalDAV server with `caldav`, which refuses what
/// is not well made; reads it back from there.
const READ_FEED: &str = r#"
import sys, json, urllib.request, icalendar, caldav
with urllib.request.urlopen(sys.argv[1]) as reply:
    text = reply.read()
calendar = icalendar.Calendar.from_ical(text)
events = [{"uid": str(e["UID"]), "summary": str(e["SUMMARY"]), "status": str(e["STATUS"]), "sequence": int(e["SEQUENCE"]),
           "start": int(e["DTSTART"].dt.timestamp()), "zone": str(e["DTSTART"].params["TZID"])} for e in calendar.walk("VEVENT")]
zones = [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")]
client = caldav.DAVClient(url=sys.argv[2], username=sys.argv[3], password=sys.argv[4])
mine = client.principal().make_calendar(name="Copied")
for event in calendar.walk("VEVENT"):
    one = icalendar.Calendar()
    one.add("prodid", "test"); one.add("version", "2.0")
    for zone in calendar.walk("VTIMEZONE"):
        one.add_component(zone)
    one.add_component(event)
    mine.save_event(one.to_ical().decode())
copied = sorted(str(e.icalendar_component["UID"]) for e in mine.events())
print(json.dumps({"events": events, "zones": zones, "copied": copied}))
"#;

fn create(zone: &str) -> CreateFeed {
    CreateFeed { label: "Phone".to_owned(), zone: zone.to_owned() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_client_reads_the_feed() {
    let radicale = Radicale::start().await.unwrap();
    let server = Server::start(Kind::Sqlite).await;
    let (mut owner, _) = Person::owner(&server).await;
    let (store, space) = (store(&server).await, space(&server, &mut owner).await);
    let (kept, dropped) = (in_hours(&server, 30), in_hours(&server, 60));
    let kept_id = book(&store, space, &owner, kept, server.clock.now()).await;
    let dropped_id = book(&store, space, &owner, dropped, server.clock.now()).await;
    call_off(&store, &owner, dropped_id, server.clock.now()).await;
    let feed = server.ask(Some(&owner.cookie), &create("Europe/London")).await.unwrap();
    let url = format!("{}{}", server.origin, feed.path);
    let (name, password) = radicale::USER;
    let said = python::run(READ_FEED, &[&url, &radicale.url(), name, password]).await.unwrap();
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let events = said["events"].as_array().unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["uid"], format!("{kept_id}@localhost"));
    assert_eq!((&events[0]["status"], &events[0]["sequence"]), (&"CONFIRMED".into(), &0.into()));
    assert_eq!((&events[1]["status"], &events[1]["sequence"]), (&"CANCELLED".into(), &1.into()));
    assert_eq!(events[0]["start"], kept.as_millis() / 1000);
    assert!(events.iter().all(|event| event["summary"] == "Busy" && event["zone"] == "Europe/London"));
    assert_eq!(said["zones"], serde_json::json!(["Europe/London"]));
    assert_eq!(said["copied"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_is_for_whoever_has_its_address_until_it_is_revoked() {
    let server = Server::start(Kind::Sqlite).await;
    let (mut owner, _) = Person::owner(&server).await;
    let mut care = owner.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
    let link = owner.invite(&server, &mut care, Role::Client).await.unwrap();
    let (mara, _) = Person::join(&server, "mara", &link).await;
    assert_eq!(server.ask(None, &create("UTC")).await.unwrap_err().code, Code::SignedOut);
    let wrong = server.ask(Some(&mara.cookie), &create("Europe/Atlantis")).await.unwrap_err();
    assert_eq!(wrong.code, Code::ZoneUnknown);
    let feed = server.ask(Some(&mara.cookie), &create("UTC")).await.unwrap();
    let get = async |path: &str, known: Option<&str>| {
        let mut request = reqwest::Client::new().get(format!("{}{path}", server.origin));
        if let Some(known) = known {
            request = request.header("if-none-match", known);
        }
        request.send().await.unwrap()
    };
    let first = get(&feed.path, None).await;
    assert_eq!(first.headers()["content-type"], "text/calendar; charset=utf-8");
    assert!(first.headers()["cache-control"].to_str().unwrap().starts_with("private"));
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert!(first.text().await.unwrap().starts_with("BEGIN:VCALENDAR"));
    assert_eq!(get(&feed.path, Some(&tag)).await.status(), 304);
    let listed = server.ask(Some(&mara.cookie), &ListFeeds {}).await.unwrap();
    assert_eq!((listed.feeds[0].label.as_str(), listed.feeds[0].read_at.is_some()), ("Phone", true));

    // Another's is not there, and a guess opens nothing.
    let revoke = RevokeFeed { feed: feed.id };
    assert_eq!(server.ask(Some(&owner.cookie), &revoke).await.unwrap_err().code, Code::NotFound);
    for guess in ["/calendar/x.ics", "/calendar/AAAA", &format!("/calendar/{}.ics", "A".repeat(43))] {
        assert_eq!(refused(get(guess, None).await).await.code, Code::NotFound, "{guess}");
    }
    server.ask(Some(&mara.cookie), &revoke).await.unwrap();
    assert_eq!(refused(get(&feed.path, Some(&tag)).await).await.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_holds_a_year_of_somebody_who_works_a_lot() {
    let server = Server::start(Kind::Sqlite).await;
    let (mut owner, _) = Person::owner(&server).await;
    let (store, space) = (store(&server).await, space(&server, &mut owner).await);
    let beginnings: Vec<_> = (0..1_500).map(|number| in_hours(&server, 1 + 6 * number)).collect();
    book_all(&store, space, &owner, &beginnings, server.clock.now()).await;
    let feed = server.ask(Some(&owner.cookie), &create("UTC")).await.unwrap();
    let text = reqwest::get(format!("{}{}", server.origin, feed.path)).await.unwrap().text().await.unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), beginnings.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_is_not_read_faster_than_anybody_needs() {
    let server = Server::start_with(Kind::Sqlite, |config| config.limits.knocks_per_minute = 5).await;
    let mut codes = Vec::new();
    for _ in 0..8 {
        let guess = format!("{}/calendar/{}.ics", server.origin, "A".repeat(43));
        codes.push(refused(reqwest::get(guess).await.unwrap()).await.code);
    }
    assert_eq!((codes[0], codes[7]), (Code::NotFound, Code::SlowDown));
}
