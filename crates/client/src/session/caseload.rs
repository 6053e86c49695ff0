//! Everybody one treats, and what wants one's attention: worked out on the device, in one look at each space.

use std::collections::BTreeMap;

use rapport_care::course::{Series, on_shelf};
use rapport_care::note::State;
use rapport_wire::space::SpaceKind;
use rapport_wire::{Role, SpaceId, Timestamp};

use super::Session;
use super::notes::notes_in;
use super::record::view;
use crate::engine::{Engine, Space};
use crate::ids::inner_account;

/// A care space, as whoever treats its clients looks at all of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    /// The care space.
    pub space: SpaceId,
    /// When somebody last wrote there.
    pub last_contact: Option<Timestamp>,
    /// Messages one has not read.
    pub unread: usize,
    /// Scores of the measure to look at first ([`Series::telling`]), oldest first; none while nothing was answered.
    pub scores: Vec<u32>,
    /// What these scores are of, and the range they may have.
    pub measure: Option<(String, u32, u32)>,
    /// Whether somebody there is off track by any of their measures.
    pub off_track: bool,
    /// Answers that worry and that nobody has dealt with.
    pub risks: usize,
    /// One's own notes that are not locked.
    pub unfinished: usize,
}

impl Session {
    /// Every care space with a client in it that one works in, in no particular order. Whoever left for good is in
    /// nobody's care; their record stands among the records until its date.
    pub fn caseload(&self) -> Vec<CaseView> {
        let engine = self.inner.engine.borrow();
        let unfinished = unfinished(&engine);
        let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care);
        let worked_in =
            care.filter(|space| space.is_staff(engine.account()) && clients(space).next().is_some());
        let in_care = worked_in.filter(|space| space.ended().is_none());
        in_care.map(|space| case(&engine, space, unfinished.get(&space.id).copied().unwrap_or(0))).collect()
    }
}

fn clients(space: &Space) -> impl Iterator<Item = rapport_wire::AccountId> + '_ {
    let members = space.log().into_iter().flat_map(rapport_envelope::Log::members);
    members.filter(|member| member.role == Role::Client).map(|member| member.account)
}

fn case(engine: &Engine, space: &Space, unfinished: usize) -> CaseView {
    let talk = space.conversation();
    let me = inner_account(engine.account());
    let course = space.course(engine.account());
    let each = clients(space).flat_map(|client| {
        let client = inner_account(client);
        let series = course.measures(client).into_iter();
        series.map(|name| course.series(client, &name, on_shelf)).collect::<Vec<_>>()
    });
    let all: Vec<_> = each.collect();
    let telling = Series::telling(&all);
    let package =
        telling.and_then(|series| rapport_care::measure::find(&series.measure.id, series.measure.version));
    let scale = package.and_then(|package| package.scales.first().map(|scale| (package, scale)));
    CaseView {
        space: space.id,
        last_contact: talk.preview().map(|(_, _, at)| Timestamp::from_micros(at)),
        unread: talk.unread(me, space.read_to.saturating_add(1)..=u64::MAX),
        scores: telling.into_iter().flat_map(|series| &series.points).filter_map(main_score).collect(),
        measure: scale.map(|(package, scale)| {
            let range = package.range(scale);
            (package.short.clone(), *range.start(), *range.end())
        }),
        off_track: all.iter().any(|series| series.track.is_off()),
        risks: course.open_risks().len(),
        unfinished,
    }
}

fn main_score(point: &rapport_care::course::Point) -> Option<u32> {
    Some(point.score.as_ref().ok()?.main()?.value)
}

/// One's notes that are not locked, by care space.
fn unfinished(engine: &Engine) -> BTreeMap<SpaceId, usize> {
    let mut unfinished = BTreeMap::new();
    let records = engine.spaces().values().filter(|space| space.kind == SpaceKind::Record);
    for record in records.filter_map(view) {
        let mine = notes_in(engine, record.space).into_iter();
        let open = mine.filter(|it| it.mine && it.note.state != State::Locked).count();
        *unfinished.entry(record.care).or_default() += open;
    }
    unfinished
}
