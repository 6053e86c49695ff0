//! The engine's side of a page that is filled in together.

use rand_core::CryptoRng;
use rapport_care::PageId;
use rapport_care::content::{Content, ContentError, PageClosed, PageTogether};
use rapport_care::form::{Form, Responses};
use rapport_care::limits::TOGETHER_HANDS_MAX;
use rapport_care::together::{self, Hand, Live, NotTaken, Run, Together, Version, covers, portions};
use rapport_wire::{ParticipantId, SpaceId, Timestamp};

use super::{KEEP_SECONDS, Sheet, Shown, aside};
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, outer_account, outer_entry};
use crate::platform::Write;
use crate::views::{Change, OpenPage, ShownPage};

impl Engine {
    /// The page that is open here.
    pub fn open_page(&self) -> Option<OpenPage> {
        let sheet = self.sheet.as_ref()?;
        let beside =
            sheet.beside.iter().filter_map(|(who, at)| Some((self.in_call(sheet.space, *who)?, at.clone())));
        Some(OpenPage {
            space: sheet.space,
            page: sheet.page,
            form: sheet.form.clone(),
            said: sheet.said.clone(),
            seen: sheet.done.version(),
            opened_by: outer_account(sheet.opened_by),
            beside: beside.collect(),
            closed: sheet.closed,
            kept: sheet.is_kept(),
        })
    }

    /// A page that somebody in the call of a space shows, and that is not open here.
    pub fn shown_page(&self, space: SpaceId) -> Option<ShownPage> {
        let shown = self.shown.as_ref().filter(|shown| shown.space == space)?;
        Some(ShownPage { page: shown.page, by: self.in_call(space, shown.by)? })
    }

    /// Opens a page, as it was kept before, or begins it. What is open already is put away.
    pub(crate) fn page_open(
        &mut self,
        space: SpaceId,
        form: Form,
        kept: &PageTogether,
        begun: &Responses,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(), ClientError> {
        if self.sheet.as_ref().is_some_and(|sheet| sheet.space == space && sheet.page == kept.page) {
            return Ok(());
        }
        self.page_put_away(now, rng);
        let done = Together::of(&kept.runs);
        if done.version().len() >= TOGETHER_HANDS_MAX {
            return Err(ContentError::TooLong { what: "the row of writers", max: TOGETHER_HANDS_MAX }.into());
        }
        let mut hand = [0; 8];
        rng.fill_bytes(&mut hand);
        let mut sheet = Sheet {
            space,
            page: kept.page,
            asked: kept.asked,
            opened_by: kept.opened_by,
            hand: Hand(u64::from_le_bytes(hand)),
            said: done.read(&form),
            form,
            done,
            told: 0,
            kept: Version::new(),
            looked: 0,
            at: None,
            beside: std::collections::BTreeMap::new(),
            closed: None,
            flush_at: None,
            keep_at: None,
        };
        let me = inner_account(self.me.account);
        if !begun.is_empty() {
            let (seen, form) = (sheet.done.version(), &sheet.form);
            sheet.done.write(sheet.hand, me, form, &seen, begun)?;
            sheet.said = sheet.done.read(form);
        }
        self.shown = None;
        self.sheet = Some(sheet);
        self.page_look(now, rng);
        // The others find it in the space before they are told that somebody is at it.
        if self.sheet.as_ref().is_some_and(|sheet| sheet.kept.is_empty() || !sheet.is_kept()) {
            // A page that is too full for an entry stays on this device.
            let _ = self.page_keep(now, rng);
        }
        self.page_flush(rng);
        self.page_here(None, true, rng);
        self.out.change(Change::Page(space));
        self.tick(now, rng);
        Ok(())
    }

    /// Makes of the page, as it was seen, what its person made of it. Gives what they have seen with this.
    pub(crate) fn page_write(
        &mut self,
        seen: &Version,
        answers: &Responses,
        now: Timestamp,
    ) -> Result<Version, ClientError> {
        let me = inner_account(self.me.account);
        let sheet = self.sheet.as_mut().ok_or(ClientError::CannotChange)?;
        let seen = sheet.done.write(sheet.hand, me, &sheet.form, seen, answers)?;
        sheet.said = sheet.done.read(&sheet.form);
        if sheet.own() > sheet.told {
            // Whoever writes on after the end opens it again.
            sheet.closed = None;
            sheet.flush_soon(now);
            sheet.keep_at.get_or_insert(now.plus_seconds(KEEP_SECONDS));
        }
        Ok(seen)
    }

    /// Its person is at this question now.
    pub(crate) fn page_at(&mut self, at: Option<String>, rng: &mut impl CryptoRng) {
        let Some(sheet) = self.sheet.as_mut().filter(|sheet| sheet.at != at) else { return };
        sheet.at.clone_from(&at);
        let (space, page) = (sheet.space, sheet.page);
        self.tell_page(space, None, &Live::At { page, at }, rng);
    }

    /// Puts the page away; it stays in the space, as it is.
    pub(crate) fn page_put_away(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        self.page_flush(rng);
        if self.sheet.as_ref().is_some_and(|sheet| sheet.closed.is_none() && !sheet.is_kept()) {
            // A page that is too full for an entry stays on this device.
            let _ = self.page_keep(now, rng);
        }
        if let Some(sheet) = self.sheet.take() {
            let (space, page) = (sheet.space, sheet.page);
            self.put_away.insert(space);
            self.tell_page(space, None, &Live::Gone { page }, rng);
            self.out.change(Change::Page(space));
        }
    }

    /// The page is done with: kept by an entry, or let go of. What was kept of it before goes.
    pub(crate) fn page_close(
        &mut self,
        closed: PageClosed,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<(), ClientError> {
        let sheet = self.sheet.as_ref().ok_or(ClientError::CannotChange)?;
        let (space, page) = (sheet.space, sheet.page);
        self.say(space, &Content::PageClosed(closed), now, rng)?;
        self.sheet = None;
        self.tell_page(space, None, &Live::Gone { page }, rng);
        self.page_forget(space, page, now, rng);
        self.out.change(Change::Page(space));
        Ok(())
    }

    /// Told at once what one did; everything is kept on this device.
    pub(crate) fn page_flush(&mut self, rng: &mut impl CryptoRng) {
        let Some(sheet) = &mut self.sheet else { return };
        sheet.flush_at = None;
        let (space, page) = (sheet.space, sheet.page);
        let mut told = sheet.done.version();
        told.insert(sheet.hand, sheet.told);
        let runs = sheet.done.since(&told);
        sheet.told = sheet.own();
        if sheet.closed.is_none() {
            let kept = self.me.keep(aside(space, page), &sheet.whole(), rng);
            self.out.keep([kept]);
        }
        self.tell_steps(space, page, None, runs, rng);
    }

    pub(crate) fn page_tick(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        self.pages_settle(now, rng);
        let Some(sheet) = &self.sheet else { return };
        let due = |at: Option<Timestamp>| at.is_some_and(|at| now >= at);
        let (flush, keep) = (due(sheet.flush_at), due(sheet.keep_at));
        if self.spaces.get(&sheet.space).is_some_and(|space| space.conversation().newest() > sheet.looked) {
            self.page_look(now, rng);
        }
        if flush {
            self.page_flush(rng);
        }
        if keep {
            // A page that is too full for an entry stays on this device.
            let _ = self.page_keep(now, rng);
        }
    }

    /// Somebody in the call has proven who they are, or is back: how much do they hold?
    pub(crate) fn page_met(&mut self, participant: ParticipantId, rng: &mut impl CryptoRng) {
        self.page_here(Some(participant), true, rng);
    }

    /// Somebody in the call of a space said something about a page.
    pub(crate) fn page_heard(
        &mut self,
        space: SpaceId,
        from: ParticipantId,
        bytes: &[u8],
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) {
        // What cannot be read says nothing: what it meant is in the space, or is asked for.
        let Ok(live) = Live::from_bytes(bytes) else { return };
        let page = live.page();
        let Some(sheet) = self.sheet.as_mut().filter(|sheet| sheet.space == space && sheet.page == page)
        else {
            match live {
                Live::Here { .. } => self.shown = Some(Shown { space, page, by: from }),
                Live::Gone { .. } => {
                    self.shown.take_if(|shown| shown.page == page && shown.by == from);
                }
                Live::Steps { .. } | Live::At { .. } => return,
            }
            return self.out.change(Change::Page(space));
        };
        match live {
            Live::Here { version, answer, at, .. } => {
                sheet.beside.insert(from, at);
                let runs = sheet.done.since(&version);
                self.tell_steps(space, page, Some(from), runs, rng);
                if answer {
                    self.page_here(Some(from), false, rng);
                }
            }
            Live::Steps { runs, .. } => {
                let mut missing = false;
                let mut news = false;
                for run in &runs {
                    match sheet.done.take(run) {
                        Ok(new) => news |= new,
                        Err(refused) => missing |= refused == NotTaken::Missing,
                    }
                }
                if news {
                    sheet.said = sheet.done.read(&sheet.form);
                    sheet.flush_soon(now);
                }
                if missing {
                    self.page_here(Some(from), true, rng);
                }
            }
            Live::At { at, .. } => {
                sheet.beside.insert(from, at);
            }
            Live::Gone { .. } => {
                sheet.beside.remove(&from);
            }
        }
        self.out.change(Change::Page(space));
    }

    /// Reads what the entries of the space hold of the page: another device's words, or its end.
    fn page_look(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        let Some(sheet) = &mut self.sheet else { return };
        let Some(known) = self.spaces.get(&sheet.space) else { return };
        let (space, me) = (sheet.space, inner_account(self.me.account));
        sheet.looked = known.conversation().newest();
        let Some(page) = together::open(known.conversation()).into_iter().find(|it| it.page == sheet.page)
        else {
            return;
        };
        sheet.done.join(&page.done);
        sheet.said = sheet.done.read(&sheet.form);
        sheet.kept = page.done.version();
        // Closed by somebody who had not seen all that is held here: it goes on.
        // Nobody has seen more of what is written here than was written: such an end is made up.
        let written = sheet.done.version().get(&sheet.hand).copied().unwrap_or_default();
        let honest = |seen: &Version| seen.get(&sheet.hand).is_none_or(|it| *it <= written);
        let closed = page.closed.filter(|it| covers(&it.seen, &sheet.done.version()) && honest(&it.seen));
        sheet.closed = closed.map(|closed| closed.kept.is_some());
        let replaced: Vec<_> = page.replaced(me).into_iter().map(outer_entry).collect();
        let over = sheet.closed.is_some().then_some(sheet.page);
        self.erase_drafts(space, &replaced, now, rng);
        if let Some(page) = over {
            self.page_forget(space, page, now, rng);
        }
        self.out.change(Change::Page(space));
    }

    /// Keeps the page in the space; what waits unsent of it before is replaced.
    fn page_keep(&mut self, now: Timestamp, rng: &mut impl CryptoRng) -> Result<(), ClientError> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        sheet.keep_at = None;
        let (space, page, content) = (sheet.space, sheet.page, Content::PageTogether(sheet.whole()));
        content.check()?;
        sheet.kept = sheet.done.version();
        let waiting = self.unsent_keepings(space, page);
        self.drop_unsent(space, &waiting);
        self.say(space, &content, now, rng).map(drop)
    }

    /// Where a page was put away, and its last keeping stands: what that replaced goes.
    fn pages_settle(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        let stands = |space: &&SpaceId| {
            let pending = self.spaces.get(*space).map(Space::pending).unwrap_or_default();
            !pending.iter().any(|it| matches!(&it.content, Content::PageTogether(_)))
        };
        let settled: Vec<SpaceId> = self.put_away.iter().filter(stands).copied().collect();
        for space in settled {
            self.put_away.remove(&space);
            let me = inner_account(self.me.account);
            let pages = self.spaces.get(&space).map(|known| together::open(known.conversation()));
            let replaced = pages.into_iter().flatten().flat_map(|page| page.replaced(me));
            let replaced: Vec<_> = replaced.map(outer_entry).collect();
            self.erase_drafts(space, &replaced, now, rng);
        }
    }

    /// Everything this device's person kept of a page goes: its words stand elsewhere, or were let go of.
    pub(crate) fn page_forget(
        &mut self,
        space: SpaceId,
        page: PageId,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) {
        let me = inner_account(self.me.account);
        let pages = self.spaces.get(&space).map(|known| together::open(known.conversation()));
        let mine = pages.into_iter().flatten().filter(|it| it.page == page).flat_map(|it| it.kept_by(me));
        let mut mine: Vec<_> = mine.map(outer_entry).collect();
        mine.extend(self.unsent_keepings(space, page));
        self.erase_drafts(space, &mine, now, rng);
        self.page_aside_goes(space, page);
    }

    /// What this device alone held of a page goes.
    pub(crate) fn page_aside_goes(&mut self, space: SpaceId, page: PageId) {
        self.out.keep([Write::Delete(aside(space, page))]);
    }

    fn unsent_keepings(&self, space: SpaceId, page: PageId) -> Vec<rapport_wire::EntryId> {
        let pending = self.spaces.get(&space).map(Space::pending).unwrap_or_default();
        let ours = pending
            .into_iter()
            .filter(|it| matches!(&it.content, Content::PageTogether(it) if it.page == page));
        ours.map(|it| outer_entry(it.id)).collect()
    }

    fn page_here(&mut self, to: Option<ParticipantId>, answer: bool, rng: &mut impl CryptoRng) {
        let Some(sheet) = &self.sheet else { return };
        let live =
            Live::Here { page: sheet.page, version: sheet.done.version(), answer, at: sheet.at.clone() };
        self.tell_page(sheet.space, to, &live, rng);
    }

    fn tell_steps(
        &mut self,
        space: SpaceId,
        page: PageId,
        to: Option<ParticipantId>,
        runs: Vec<Run>,
        rng: &mut impl CryptoRng,
    ) {
        for runs in portions(runs) {
            self.tell_page(space, to, &Live::Steps { page, runs }, rng);
        }
    }

    /// Who has a number in the call of a space, as long as they are there.
    fn in_call(&self, space: SpaceId, participant: ParticipantId) -> Option<rapport_wire::AccountId> {
        let call = self.call.as_ref().filter(|call| call.space == space && !call.is_over())?;
        call.others.get(&participant).map(|person| person.account)
    }
}
