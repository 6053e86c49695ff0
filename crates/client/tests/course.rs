//! A measure between two people: asked, answered, urgent outside its seal, dealt with.

#[expect(dead_code, reason = "the other suites use more of it")]
mod support;

use rapport_care::Content;
use rapport_care::content::{MeasureAnswered, MeasureAsked, MeasureName, Rhythm, RiskDealt, RiskOutcome};
use rapport_care::course::Due;
use rapport_care::measure::{Package, find};
use rapport_client::engine::Removal;
use rapport_client::ids::{inner_account, inner_entry};
use rapport_envelope::EntryHead;
use rapport_envelope::entry::URGENT;
use rapport_wire::EntryId;
use support::{Device, World};

fn phq_9() -> &'static Package {
    find("phq-9", 1).unwrap()
}

fn measure() -> MeasureName {
    MeasureName { id: phq_9().id.clone(), version: 1 }
}

impl World {
    fn put(&mut self, device: &mut Device, content: &Content) -> EntryId {
        let id = device.engine.say(self.space, content, self.now, &mut self.rng).unwrap();
        self.outputs(device);
        id
    }

    fn ask(&mut self, device: &mut Device) -> EntryId {
        let of = inner_account(self.mara.account);
        let due = self.now.as_micros();
        let asked = MeasureAsked { measure: measure(), of, rhythm: Rhythm::Weeks(1), due, until: None };
        self.put(device, &Content::MeasureAsked(asked))
    }

    fn answer(&mut self, device: &mut Device, ninth: u8) -> EntryId {
        let mut answers = vec![Some(1); 8];
        answers.extend([Some(ninth), None]);
        let asked = self.due(device).first().map(|due| due.asked);
        let checksum = *phq_9().checksum();
        let answered_at = self.now.as_micros();
        let answered = MeasureAnswered { measure: measure(), checksum, answers, answered_at, asked };
        self.put(device, &Content::MeasureAnswered(answered))
    }

    fn due(&self, device: &Device) -> Vec<Due> {
        let course = device.engine.course(self.space).unwrap();
        course.due(inner_account(device.engine.account()), self.now.as_micros())
    }

    fn risks(&self, device: &Device) -> usize {
        device.engine.course(self.space).unwrap().open_risks().len()
    }

    /// Whether the newest entry at the server says that somebody should look at it now.
    fn newest_is_urgent(&self) -> bool {
        let newest = self.server.spaces[&self.space].entries.last().unwrap();
        EntryHead::from_bytes(&newest.head).unwrap().header().flags & URGENT != 0
    }
}

#[test]
fn what_a_therapist_asks_is_due_until_it_is_answered() {
    let mut world = World::new();
    let mut pair = world.both();
    world.ask(&mut pair[0]);
    world.settle(&mut pair);
    assert_eq!((world.due(&pair[0]).len(), world.due(&pair[1]).len()), (0, 1));
    // On the bus, without a line: it is answered all the same, and stays so after a reload.
    world.disconnect(&mut pair[1]);
    world.answer(&mut pair[1], 0);
    assert_eq!(world.due(&pair[1]), []);
    world.reload(&mut pair[1]);
    assert_eq!(world.due(&pair[1]), []);
    world.connect(&mut pair[1]);
    world.settle(&mut pair);
    assert!(!world.newest_is_urgent());
    let series = pair[0].engine.course(world.space).unwrap().measures(inner_account(world.mara.account));
    assert_eq!(series, [measure()]);
    // The week after it is due again.
    world.pass_seconds(&mut pair, 7 * 24 * 3_600);
    assert_eq!(world.due(&pair[1]).len(), 1);
}

#[test]
fn a_client_asks_nobody() {
    let mut world = World::new();
    let mut pair = world.both();
    world.ask(&mut pair[1]);
    assert_eq!(world.due(&pair[1]), [], "not while it waits");
    world.settle(&mut pair);
    assert_eq!(world.due(&pair[1]), []);
}

#[test]
fn a_worrying_answer_is_urgent_outside_its_seal_and_open_until_staff_dealt_with_it() {
    let mut world = World::new();
    let mut pair = world.both();
    world.ask(&mut pair[0]);
    world.settle(&mut pair);
    let answered = world.answer(&mut pair[1], 1);
    world.settle(&mut pair);
    assert!(world.newest_is_urgent());
    assert_eq!(world.risks(&pair[0]), 1);

    let deal = |outcome| {
        let words = "We spoke on the phone.".into();
        Content::RiskDealt(RiskDealt { response: inner_entry(answered), outcome, words })
    };
    world.put(&mut pair[1], &deal(RiskOutcome::NoDanger));
    world.put(&mut pair[0], &deal(RiskOutcome::NotReached));
    world.settle(&mut pair);
    assert_eq!(world.risks(&pair[0]), 1, "neither the client nor an attempt closes it");
    assert!(!world.newest_is_urgent());
    let last = world.put(&mut pair[0], &deal(RiskOutcome::SafetyPlan));
    world.settle(&mut pair);
    assert_eq!((world.risks(&pair[0]), world.risks(&pair[1])), (0, 0));
    // Taken back by whoever wrote it, it is open again.
    let taken_back = pair[0].engine.withdraw(world.space, last, world.now, &mut world.rng);
    assert_eq!(taken_back.unwrap(), Removal::Sent);
    world.settle(&mut pair);
    assert_eq!(world.risks(&pair[0]), 1);
}
