//! A series as others' calendars know it, from the mails alone: one when it is given, and one each time any of
//! it changes.

use std::time::Duration;

use rapport_calendar::{Instant, Zone, civil};
use rapport_testkit::python;
use rapport_wire::appointment::{
    Appointment, Arrange, CancelAppointment, Every, Repeat, RepeatEnd, Reschedule,
};
use rapport_wire::limits::OUTBOX_LOOK_SECONDS;
use rapport_wire::offer::Mode;
use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId, Timestamp};
use serde_json::Value;
use tokio::time::timeout;

use crate::people::{choose, give_address, server_with};
use crate::smtp::{Smtp, Taken};
use crate::support::care::id;
use crate::support::{Kind, Person, Server};

/// What `icalendar` reads in a mail, and when `recurring-ical-events` says that its events are.
const READ_SERIES: &str = r#"
import sys, email, email.policy, icalendar, recurring_ical_events, json, datetime
mail = email.message_from_string(sys.argv[1], policy=email.policy.default)
part, = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
events = calendar.walk("VEVENT")
whole = [event for event in events if event.get("RECURRENCE-ID") is None]
times = recurring_ical_events.of(calendar).between(datetime.datetime(2020, 1, 1), datetime.datetime(2060, 1, 1))
print(json.dumps({"method": str(calendar["METHOD"]), "whole": len(whole), "moved": len(events) - len(whole),
    "uids": sorted({str(event["UID"]) for event in events}), "sequences": sorted({int(event["SEQUENCE"]) for event in events}),
    "status": str(whole[0]["STATUS"]), "subject": mail["Subject"],
    "starts": sorted(int(event.start.timestamp()) for event in times),
    "minutes": sorted({int((event.end - event.start).total_seconds()) // 60 for event in times})}))
"#;

async fn read(mail: &Taken) -> Value {
    serde_json::from_str(&python::run(READ_SERIES, &[&mail.text]).await.unwrap()).unwrap()
}

/// The mail with this number, long before the worker would look for itself.
async fn soon(smtp: &Smtp, number: usize) -> Taken {
    let patience = Duration::from_secs(OUTBOX_LOOK_SECONDS / 2);
    let mails = timeout(patience, smtp.until_taken(number)).await.expect("the bell to be rung");
    assert_eq!(mails.len(), number, "one mail for all of it");
    mails[number - 1].clone()
}

/// Six weeks, at the same time on the wall.
fn six_weeks(space: SpaceId, starts_at: Timestamp, skip_taken: bool) -> Arrange {
    let repeat =
        Repeat { zone: "Europe/London".to_owned(), every: Every::Weeks(1), end: RepeatEnd::Count(6) };
    Arrange {
        id: id(1),
        space,
        with: Vec::new(),
        mode: Mode::Video,
        minutes: 50,
        starts_at,
        repeat: Some(repeat),
        only_look: false,
        skip_taken,
    }
}

fn starts(appointments: &[Appointment]) -> Vec<i64> {
    let mut starts: Vec<_> = appointments.iter().map(|one| one.starts_at.as_millis() / 1000).collect();
    starts.sort_unstable();
    starts
}

fn cancel(one: &Appointment, and_following: bool) -> CancelAppointment {
    CancelAppointment { appointment: one.id, sequence: one.sequence, and_following }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_series_is_one_mail_and_each_change_another_that_says_all() {
    let smtp = Smtp::start().await;
    let server = server_with(Kind::Sqlite, &smtp).await;
    let (mut owner, _) = Person::owner(&server).await;
    let mut care = owner.create(&server, SpaceKind::Care, Role::Owner).await.unwrap();
    let link = owner.invite(&server, &mut care, Role::Client).await.unwrap();
    let (mara, _) = Person::join(&server, "mara", &link).await;
    give_address(&server, &mara, "somebody@post.test", &smtp).await;
    choose(&server, &mara, &[], true).await;
    let me = Some(owner.cookie.as_str());
    let space = care.space();

    // The third of six is taken: it is left out.
    let other = Arrange { id: id(2), repeat: None, ..six_weeks(space, week(&server, 2), false) };
    server.ask(me, &other).await.unwrap();
    soon(&smtp, 2).await;
    let arranged = server.ask(me, &six_weeks(space, week(&server, 0), true)).await.unwrap();
    assert_eq!((arranged.appointments.len(), arranged.taken.len()), (5, 1));
    let mut all = arranged.appointments;
    let told = read(&soon(&smtp, 3).await).await;
    let uid = &told["uids"][0];
    assert_eq!(told["starts"], serde_json::json!(starts(&all)), "with the clocks, without the one left out");
    assert_eq!((&told["method"], &told["sequences"]), (&"REQUEST".into(), &serde_json::json!([0])));
    assert_eq!(
        (&told["whole"], &told["moved"], &told["minutes"]),
        (&1.into(), &0.into(), &serde_json::json!([50]))
    );

    // One is moved by a day and an hour: all of it is told again, and it is clear which came later.
    let to = all[1].starts_at.plus_seconds(25 * 3600);
    let moved = Reschedule { appointment: all[1].id, sequence: 0, starts_at: to };
    all[1] = server.ask(me, &moved).await.unwrap();
    let told = read(&soon(&smtp, 4).await).await;
    assert_eq!((&told["starts"], &told["moved"]), (&serde_json::json!(starts(&all)), &1.into()));
    assert_eq!((&told["sequences"], &told["uids"]), (&serde_json::json!([1]), &serde_json::json!([uid])));

    // One is called off.
    server.ask(me, &cancel(&all[2], false)).await.unwrap();
    let gone = all.remove(2);
    let told = read(&soon(&smtp, 5).await).await;
    assert_eq!((&told["method"], &told["status"]), (&"REQUEST".into(), &"CONFIRMED".into()));
    assert_eq!(
        (&told["starts"], &told["sequences"]),
        (&serde_json::json!(starts(&all)), &serde_json::json!([2]))
    );
    assert!(!starts(&all).contains(&(gone.starts_at.as_millis() / 1000)));

    // All from the moved one on: one mail, and only the first is left.
    server.ask(me, &cancel(&all[1], true)).await.unwrap();
    let told = read(&soon(&smtp, 6).await).await;
    assert_eq!(
        (&told["starts"], &told["sequences"]),
        (&serde_json::json!(starts(&all[..1])), &serde_json::json!([5]))
    );

    // And the last: now the series itself is called off, under the name it has had all along.
    server.ask(me, &cancel(&all[0], false)).await.unwrap();
    let told = read(&soon(&smtp, 7).await).await;
    assert_eq!((&told["method"], &told["status"]), (&"CANCEL".into(), &"CANCELLED".into()));
    assert_eq!((&told["sequences"], &told["uids"]), (&serde_json::json!([6]), &serde_json::json!([uid])));
    assert!(told["subject"].as_str().unwrap().starts_with("No longer in your calendar"));
}

/// Five in the afternoon in London, so many weeks after the middle of next year's March: the clocks change
/// within the next two.
fn week(server: &Server, number: i64) -> Timestamp {
    let zone: Zone = "Europe/London".parse().unwrap();
    let now = Instant::from_micros(server.clock.now().as_micros());
    let middle = civil::date(zone.wall(now).year() + 1, 3, 15);
    let day = (0..7 * number).fold(middle, |day, _| day.tomorrow().unwrap());
    Timestamp::from_micros(zone.instant(day.at(17, 0, 0, 0)).as_micros())
}
