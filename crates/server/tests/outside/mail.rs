//! Mail through a real Postfix, and to mail servers of every bad kind.

use rapport_server::config::{Mail, MailTls};
use rapport_server::{doctor, outbox};
use rapport_store::{Listed, Requeued, Store};
use rapport_testkit::{Postfix, postfix, python, wait};
use rapport_wire::reminder::{ConfirmAddress, ForgetAddress, GetReminders, PutAddress, PutDueTimes};
use rapport_wire::{Code, limits};

use tempfile::NamedTempFile;

use crate::people::{
    Reached, book, call_off, choose, code_in, give_address, in_hours, plain_mail, server_with, space, store,
};
use crate::smtp::{Manner, Smtp};
use crate::support::{Kind, Person, Server};

/// Reads a mail as Python's own library and `icalendar` do.
const READ_MAIL: &str = r#"
import sys, email, email.policy, icalendar, json
mail = email.message_from_string(sys.argv[1], policy=email.policy.default)
found = {"id": mail["Message-ID"], "key": mail["Idempotency-Key"], "subject": mail["Subject"], "to": mail["To"],
         "text": mail.get_body(("plain",)).get_content()}
for part in mail.walk():
    if part.get_content_type() == "text/calendar":
        calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
        event, = calendar.walk("VEVENT")
        found["calendar"] = {"parameter": part.get_param("method"), "method": str(calendar["METHOD"]),
            "summary": str(event["SUMMARY"]), "sequence": int(event["SEQUENCE"]), "status": str(event["STATUS"]),
            "start": int(event["DTSTART"].dt.timestamp()), "uid": str(event["UID"]),
            "attendee": str(event["ATTENDEE"]), "zones": len(calendar.walk("VTIMEZONE"))}
print(json.dumps(found))
"#;

async fn read_mail(text: &str) -> serde_json::Value {
    serde_json::from_str(&python::run(READ_MAIL, &[text]).await.unwrap()).unwrap()
}

/// A Postfix, and the file that says whom to trust about it.
async fn postfix() -> (Postfix, NamedTempFile) {
    let signed =
        rcgen::generate_simple_self_signed(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let postfix = Postfix::start(&signed.cert.pem(), &signed.signing_key.serialize_pem()).await.unwrap();
    let ca = NamedTempFile::new().unwrap();
    std::fs::write(ca.path(), signed.cert.pem()).unwrap();
    (postfix, ca)
}

fn mail_to(port: u16, tls: MailTls, ca: &NamedTempFile) -> Mail {
    let (host, ca) = (Some("127.0.0.1".to_owned()), Some(ca.path().to_owned()));
    Mail { host, port: Some(port), tls, ca, ..Mail::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_and_an_invitation_arrive_through_postfix() {
    let (postfix, ca) = postfix().await;
    let mail = mail_to(postfix.port(), MailTls::Starttls, &ca);
    let server = Server::start_with(Kind::Sqlite, |config| config.mail = mail).await;
    let (mut owner, _) = Person::owner(&server).await;
    let address = format!("thea@{}", postfix::DOMAIN);
    server.ask(Some(&owner.cookie), &PutAddress { mail: address.clone() }).await.unwrap();
    let code = code_in(&postfix.delivered(1).await.unwrap()[0]);
    server.ask(Some(&owner.cookie), &ConfirmAddress { code }).await.unwrap();
    choose(&server, &owner, &[60], true).await;

    let (store, space) = (store(&server).await, space(&server, &mut owner).await);
    let starts_at = in_hours(&server, 3);
    let id = book(&store, space, &owner, starts_at, server.clock.now()).await;
    server.clock.advance_seconds(1);
    let request = read_mail(&postfix.delivered(2).await.unwrap()[1]).await;
    server.clock.advance_seconds(2 * 3600 + 600);
    let reminder = read_mail(&postfix.delivered(3).await.unwrap()[2]).await;
    call_off(&store, &owner, id, server.clock.now()).await;
    server.clock.advance_seconds(1);
    let cancelled = read_mail(&postfix.delivered(4).await.unwrap()[3]).await;

    assert_eq!(reminder["to"], address.as_str());
    let text = reminder["text"].as_str().unwrap();
    assert!(text.starts_with("You have something at ") && text.contains("(London time)"), "{text}");
    assert!(text.contains(&format!("Sign in to see it: {}", server.origin)), "{text}");
    for mail in [&reminder, &request, &cancelled] {
        let (key, id) = (mail["key"].as_str().unwrap(), mail["id"].as_str().unwrap());
        assert_eq!(id, format!("<{key}@localhost>"));
    }
    let calendar = &request["calendar"];
    assert_eq!((&calendar["method"], &calendar["parameter"]), (&"REQUEST".into(), &"REQUEST".into()));
    assert_eq!((&calendar["summary"], &calendar["sequence"]), (&"Busy".into(), &0.into()));
    assert_eq!(calendar["start"], starts_at.as_millis() / 1000);
    assert_eq!((&calendar["zones"], &calendar["uid"]), (&1.into(), &format!("{id}@localhost").into()));
    let gone = &cancelled["calendar"];
    assert_eq!((&gone["method"], &gone["status"]), (&"CANCEL".into(), &"CANCELLED".into()));
    assert_eq!((&gone["sequence"], &gone["uid"]), (&1.into(), &calendar["uid"]));

    // And what an operator tries mail with.
    let config = &server.config;
    doctor::trial(config, &format!("operator@{}", postfix::DOMAIN), server.clock.now()).await.unwrap();
    assert!(postfix.delivered(5).await.unwrap()[4].contains("A trial"));
}

/// What is dead or waits, once it says why.
async fn error_of(store: &Store) -> Listed {
    wait::until("a mail not to be taken", async || {
        Ok(store.list_out().await?.into_iter().find(|row| row.last_error.is_some()))
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_goes_to_those_who_want_a_password_both_ways_there_are() {
    let (postfix, ca) = postfix().await;
    let (name, password) = postfix::LOGIN;
    let login = |mail: Mail, password: &str| {
        let (username, password) = (Some(format!("{name}@{}", postfix::DOMAIN)), Some(password.to_owned()));
        Mail { username, password, ..mail }
    };
    // By PLAIN after STARTTLS, and by LOGIN over TLS from the first byte: Postfix offers one of each.
    let ways = [
        mail_to(postfix.submission_port(), MailTls::Starttls, &ca),
        mail_to(postfix.submissions_port(), MailTls::Implicit, &ca),
    ];
    let address = format!("thea@{}", postfix::DOMAIN);
    let mut arrived = 0;
    for way in ways {
        let nobody = way.clone();
        let server = Server::start_with(Kind::Sqlite, |config| config.mail = login(way, password)).await;
        let now = server.clock.now();
        let (owner, _) = Person::owner(&server).await;
        server.ask(Some(&owner.cookie), &PutAddress { mail: address.clone() }).await.unwrap();
        arrived += 1;
        assert!(postfix.delivered(arrived).await.unwrap()[arrived - 1].contains("Your code is"));
        let findings = doctor::examine(&server.config, now).await;
        assert!(findings.iter().any(|found| found.to_string().contains("answers and lets us in")));

        // With a wrong password nothing goes out, and everybody who looks is told why.
        let wrong = login(nobody.clone(), "not it");
        let config = rapport_server::Config { mail: wrong.clone(), ..server.config.clone() };
        let refused = doctor::trial(&config, &address, now).await.unwrap_err().to_string();
        assert!(refused.contains("refuses the sign-in: check mail.username and the password"), "{refused}");
        let findings = doctor::examine(&config, now).await;
        assert!(findings.iter().any(|found| found.is_bad() && found.to_string().contains("mail.username")));
        // And without one it is said that it is wanted.
        let config = rapport_server::Config { mail: nobody, ..server.config.clone() };
        let refused = doctor::trial(&config, &address, now).await.unwrap_err().to_string();
        assert!(refused.contains("refuses"), "{refused}");
        // A port that is for everybody offers no sign-in at all.
        let open = login(mail_to(postfix.port(), MailTls::Starttls, &ca), password);
        let config = rapport_server::Config { mail: open, ..server.config.clone() };
        let refused = doctor::trial(&config, &address, now).await.unwrap_err().to_string();
        assert!(refused.contains("offers no sign-in by PLAIN or LOGIN"), "{refused}");
    }
    assert_eq!(postfix.delivered(arrived).await.unwrap().len(), arrived, "and none of those went out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_tried_for_a_while_and_then_given_up() {
    let (postfix, ca) = postfix().await;
    let mail = Mail {
        username: Some(format!("{}@{}", postfix::LOGIN.0, postfix::DOMAIN)),
        password: Some("not it".to_owned()),
        ..mail_to(postfix.submission_port(), MailTls::Starttls, &ca)
    };
    let server = Server::start_with(Kind::Sqlite, |config| config.mail = mail).await;
    let (owner, _) = Person::owner(&server).await;
    let put = PutAddress { mail: format!("thea@{}", postfix::DOMAIN) };
    server.ask(Some(&owner.cookie), &put).await.unwrap();
    let store = store(&server).await;
    let found = error_of(&store).await;
    assert_eq!((found.last_error.as_deref(), found.state.as_str()), (Some("mail-login"), "waiting"));
    assert!(outbox::list(&server.config, server.clock.now()).await.unwrap().contains("mail-login"));
    // A code is of no use after a quarter of an hour, and nobody knocks with the wrong key for longer.
    let dead = async || {
        server.clock.advance_seconds(limits::OUTBOX_RETRY_SECONDS_MIN * 8);
        Ok(store.list_out().await?.into_iter().find(|row| row.state == "dead"))
    };
    let dead = wait::until("it to be given up", dead).await.unwrap();
    assert!(dead.attempts < limits::OUTBOX_ATTEMPTS_MAX, "{dead:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_a_code_goes_to_an_address_that_is_not_confirmed() {
    let smtp = Smtp::start().await;
    let server = server_with(Kind::Sqlite, &smtp).await;
    let (mut owner, _) = Person::owner(&server).await;
    let space = space(&server, &mut owner).await;
    choose(&server, &owner, &[60], true).await;
    let store = store(&server).await;
    book(&store, space, &owner, in_hours(&server, 3), server.clock.now()).await;
    server.ask(Some(&owner.cookie), &PutAddress { mail: "other@post.test".to_owned() }).await.unwrap();
    let code = code_in(&smtp.until_taken(1).await[0].text);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refused = server.ask(Some(&owner.cookie), &ConfirmAddress { code: wrong.to_owned() }).await;
    assert_eq!(refused.unwrap_err().code, Code::CodeWrong);
    let view = server.ask(Some(&owner.cookie), &GetReminders {}).await.unwrap();
    assert!(view.mail_offered && !view.address.unwrap().confirmed);
    server.clock.advance_seconds(2 * 3600 + 900);
    // Confirmed too late for the reminder: it is not sent late. The second code shows the worker has looked.
    server.ask(Some(&owner.cookie), &PutAddress { mail: "other@post.test".to_owned() }).await.unwrap();
    let second = smtp.until_taken(2).await;
    assert!(second.iter().all(|mail| mail.header("Subject") == "Your code" && mail.to == "other@post.test"));
    server.ask(Some(&owner.cookie), &ForgetAddress {}).await.unwrap();
    assert_eq!(server.ask(Some(&owner.cookie), &GetReminders {}).await.unwrap().address, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_is_refused_is_dead_until_somebody_puts_it_back() {
    let Reached { smtp, server, owner, space, store } = Reached::start(&[60], false).await;
    let id = book(&store, space, &owner, in_hours(&server, 3), server.clock.now()).await;
    smtp.behave(Manner::Refuse);
    server.clock.advance_seconds(2 * 3600 + 600);
    let dead = wait::until("the mail to be refused", async || {
        Ok(store.list_out().await?.into_iter().find(|row| row.state == "dead"))
    });
    let dead = dead.await.unwrap();
    assert_eq!(dead.last_error.as_deref(), Some("mail-refused"), "a short code, and no address");
    let shown = outbox::list(&server.config, server.clock.now()).await.unwrap();
    assert!(shown.contains(&dead.id.to_string()) && shown.contains("mail-refused") && !shown.contains('@'));
    // Nothing booked is lost by it.
    assert!(store.appointment(id).await.unwrap().is_some());
    smtp.behave(Manner::Good);
    assert_eq!(store.requeue_out(dead.id, server.clock.now()).await.unwrap(), Requeued::Waits);
    server.clock.advance_seconds(1);
    let mails = smtp.until_taken(2).await;
    assert_eq!(mails[1].header("Idempotency-Key"), dead.id.to_string());
    assert!(outbox::requeue(&server.config, &dead.id.to_string(), server.clock.now()).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_puts_off_or_drips_gets_it_later() {
    let Reached { smtp, server, owner, space, store } = Reached::start(&[60], false).await;
    book(&store, space, &owner, in_hours(&server, 3), server.clock.now()).await;
    let error = async |wanted: &str| {
        wait::until(wanted, async || {
            let listed = store.list_out().await?;
            Ok(listed.into_iter().find(|row| row.last_error.as_deref() == Some(wanted)))
        })
        .await
        .unwrap()
    };
    smtp.behave(Manner::Defer);
    server.clock.advance_seconds(2 * 3600 + 600);
    assert_eq!(error("mail-deferred").await.state, "waiting");
    smtp.behave(Manner::Drip);
    server.clock.advance_seconds(limits::OUTBOX_RETRY_SECONDS_MAX);
    assert_eq!(error("mail-slow").await.state, "waiting");
    smtp.behave(Manner::Good);
    server.clock.advance_seconds(limits::OUTBOX_RETRY_SECONDS_MIN * 8);
    assert_eq!(smtp.until_taken(2).await.len(), 2, "the code and one reminder");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_answers_twice_or_hangs_up_reminds_nobody_twice() {
    let Reached { smtp, server, owner, space, store } = Reached::start(&[120, 60, 30], false).await;
    book(&store, space, &owner, in_hours(&server, 3), server.clock.now()).await;
    smtp.behave(Manner::TwiceTaken);
    // All three are due at once, over one connection.
    server.clock.advance_seconds(2 * 3600 + 45 * 60);
    let empty = async || {
        server.clock.advance_seconds(limits::OUTBOX_RETRY_SECONDS_MIN);
        Ok(store.list_out().await?.is_empty().then_some(()))
    };
    wait::until("all to be sent", empty).await.unwrap();
    let mails = smtp.taken();
    let mut keys: Vec<_> = mails[1..].iter().map(|mail| mail.header("Idempotency-Key")).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((keys.len(), mails.len()), (3, 4), "each of them once");

    // One that is taken by a server that never says so must be sent again, under the same name.
    smtp.behave(Manner::Swallow);
    book(&store, space, &owner, in_hours(&server, 4), server.clock.now()).await;
    server.clock.advance_seconds(2 * 3600 + 10 * 60);
    smtp.until_taken(5).await;
    smtp.behave(Manner::Good);
    wait::until("all to be sent", empty).await.unwrap();
    let mails = smtp.taken();
    let (id, key) = (mails[4].header("Message-ID"), mails[4].header("Idempotency-Key"));
    let copies: Vec<_> = mails.iter().filter(|mail| mail.header("Idempotency-Key") == key).collect();
    assert!(copies.len() >= 2 && copies.iter().all(|copy| copy.header("Message-ID") == id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mail_server_no_address_is_taken() {
    let server = Server::start(Kind::Sqlite).await;
    let (owner, _) = Person::owner(&server).await;
    let put = PutAddress { mail: "thea@post.test".to_owned() };
    assert_eq!(server.ask(Some(&owner.cookie), &put).await.unwrap_err().code, Code::NotSetUp);
    assert!(!server.ask(Some(&owner.cookie), &GetReminders {}).await.unwrap().mail_offered);
    assert!(doctor::trial(&server.config, "me@post.test", server.clock.now()).await.is_err());
    let unreachable = rapport_server::Config { mail: plain_mail(1), ..server.config.clone() };
    let error = doctor::trial(&unreachable, "me@post.test", server.clock.now()).await.unwrap_err();
    assert!(error.to_string().contains("cannot be reached"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_falls_due_is_told_the_next_morning_and_says_nothing() {
    let smtp = Smtp::start().await;
    let server = server_with(Kind::Sqlite, &smtp).await;
    let (owner, _) = Person::owner(&server).await;
    give_address(&server, &owner, "somebody@post.test", &smtp).await;
    choose(&server, &owner, &[], false).await;
    let at = |days: i64| server.clock.now().plus_seconds(days * 24 * 3_600);
    let due = PutDueTimes { at: vec![at(1), at(40)] };
    server.ask(Some(&owner.cookie), &due).await.unwrap();
    let store = store(&server).await;
    let waiting = store.list_out().await.unwrap();
    assert_eq!((waiting.len(), smtp.taken().len()), (2, 1), "the code alone, so far: {waiting:?}");
    server.clock.advance_seconds(waiting[0].due_at.seconds_since(server.clock.now()) + 60);
    let told = smtp.until_taken(2).await;
    assert_eq!((told.len(), told[1].to.as_str()), (2, "somebody@post.test"));
    assert_eq!(told[1].header("Subject"), "Something waits for you");
    // Done meanwhile: nothing more is due, and nothing comes.
    server.ask(Some(&owner.cookie), &PutDueTimes { at: Vec::new() }).await.unwrap();
    assert_eq!(store.list_out().await.unwrap(), []);
}
