//! Forms: a practice's own shelf, forms asked for and filled in step by step, feedback after sessions.
//!
//! What somebody has begun is kept on the device at every key, and at every step in their own space too, so
//! that it can be gone on with on another device. Neither is seen by anybody else.

use rapport_care::Content;
use rapport_care::content::{AskedFor, FormAnswered, FormBegun, FormName, FormPutAway, FormWorded};
use rapport_care::conversation::What;
use rapport_care::course::Sheet;
use rapport_care::feedback::{self, Felt};
use rapport_care::form::{Draft, Form, Responses, known};
use rapport_wire::{AccountId, EntryId, SpaceId};

use super::Session;
use super::own::own_spaces;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, inner_entry, outer_account, outer_entry};

impl Session {
    /// The forms the practice made, by title; for whoever works there.
    pub fn made_forms(&self) -> Vec<Form> {
        let engine = self.inner.engine.borrow();
        let practice = engine.keyring().pins().practice().and_then(|practice| engine.space(practice));
        let ours = |space: &Space| known::made(&engine.written(space.id), |event| by_staff(space, event));
        practice.map(ours).unwrap_or_default()
    }

    /// The forms the practice made and put away, by title.
    pub fn forms_put_away(&self) -> Vec<Form> {
        let engine = self.inner.engine.borrow();
        let practice = engine.keyring().pins().practice().and_then(|practice| engine.space(practice));
        let away = |space: &Space| known::put_away(&engine.written(space.id), |event| by_staff(space, event));
        practice.map(away).unwrap_or_default()
    }

    /// Puts a form on the practice's shelf, in place of its version before.
    pub async fn keep_form(&self, form: &Form) -> Result<(), ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        self.send(practice, Content::FormWorded(FormWorded::of(form))).await.map(drop)
    }

    /// Takes a form off the practice's shelf; what was answered stays.
    pub async fn put_form_away(&self, form: &str) -> Result<(), ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        self.send(practice, Content::FormPutAway(FormPutAway { form: form.to_owned() })).await.map(drop)
    }

    /// A form that is being made on this device; none when none is.
    pub async fn made_aside(&self, form: &str) -> Option<Draft> {
        serde_json::from_slice(&self.aside(&made(form)).await?).ok()
    }

    /// Every form that is being made on this device, by title.
    pub async fn forms_begun(&self) -> Vec<Draft> {
        let kept = self.all_begun(&made("")).await;
        let mut drafts: Vec<Draft> =
            kept.iter().filter_map(|(_, clear)| serde_json::from_slice(clear).ok()).collect();
        drafts.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
        drafts
    }

    /// Keeps a form that is being made, sealed, on this device; none forgets it.
    pub async fn keep_made_aside(&self, form: &str, draft: Option<&Draft>) {
        let clear = draft.and_then(|draft| serde_json::to_vec(draft).ok());
        self.set_aside(made(form), clear.as_deref()).await;
    }

    /// Says in a space what a form of that name is, unless it is known there.
    pub(super) async fn bring_words(&self, space: SpaceId, form: &Form) -> Result<(), ClientError> {
        let name = FormName { id: form.id.clone(), version: form.version };
        if self.form_named(space, &name).as_ref() == Some(form) {
            return Ok(());
        }
        self.send(space, Content::FormWorded(FormWorded::of(form))).await.map(drop)
    }

    /// What oneself is asked to fill in by an entry, as long as it is due.
    pub fn form_due(&self, space: SpaceId, ask: EntryId) -> Option<(Form, AskedFor)> {
        let mut due = self.due().into_iter().filter(|(asking, _)| *asking == space);
        let (name, asked) = due.find_map(|(_, due)| match due.sheet {
            Sheet::Form(name) if due.asked.ask == inner_entry(ask) => Some((name, due.asked)),
            _ => None,
        })?;
        Some((self.form_named(space, &name)?, asked))
    }

    /// A form as it is known in a space.
    pub fn form_named(&self, space: SpaceId, name: &FormName) -> Option<Form> {
        let engine = self.inner.engine.borrow();
        let known = engine.space(space)?;
        known::asked_for(known.conversation(), name, |event| by_staff(known, event))
    }

    /// The form whose words were seen by whoever gave these answers in a space.
    pub fn form_answered(&self, space: SpaceId, answers: &FormAnswered) -> Option<Form> {
        let engine = self.inner.engine.borrow();
        let known = engine.space(space)?;
        known::answered(known.conversation(), answers, |event| by_staff(known, event))
    }

    /// What was begun and not sent, here or on another device: the newer of the two.
    pub async fn begun_form(&self, space: SpaceId, ask: EntryId) -> Responses {
        let here: Option<(i64, Responses)> = self.begun(&aside(space, ask)).await;
        let engine = self.inner.engine.borrow();
        let carried = own_spaces(&engine).into_iter().flat_map(|own| begun_in(&engine, own, space, ask));
        let carried = carried.map(|(_, at, responses)| (at, responses));
        let newest = here.into_iter().chain(carried).max_by_key(|(at, _)| *at);
        newest.map(|(_, responses)| responses).unwrap_or_default()
    }

    /// Keeps what was filled in so far on this device, sealed.
    pub async fn keep_form_begun(&self, space: SpaceId, ask: EntryId, responses: &Responses) {
        let now = self.inner.outside.now().as_micros();
        let begun = (!responses.is_empty()).then_some((now, responses));
        self.keep_begun(aside(space, ask), begun.as_ref()).await;
    }

    /// Keeps what was filled in so far in one's own space, for one's other devices; what it replaces is erased.
    pub async fn carry_form(
        &self,
        space: SpaceId,
        ask: EntryId,
        responses: &Responses,
    ) -> Result<(), ClientError> {
        let own = self.place_for_oneself().await?;
        self.carry_into(own, space, ask, responses).await
    }

    /// Puts the newest in place of all before it; nothing filled in only takes those back.
    async fn carry_into(
        &self,
        own: SpaceId,
        space: SpaceId,
        ask: EntryId,
        responses: &Responses,
    ) -> Result<(), ClientError> {
        let begun = |engine: &Engine| -> Vec<rapport_care::EntryId> {
            begun_in(engine, own, space, ask).into_iter().map(|(entry, ..)| entry).collect()
        };
        let unsent: Vec<_> = begun(&self.inner.engine.borrow()).into_iter().map(outer_entry).collect();
        self.inner.engine.borrow_mut().drop_unsent(own, &unsent);
        let before = begun(&self.inner.engine.borrow());
        if !responses.is_empty() {
            let begun =
                FormBegun { care: *space.as_bytes(), ask: inner_entry(ask), responses: responses.clone() };
            self.send(own, Content::FormBegun(begun)).await?;
        }
        for entry in before {
            self.withdraw(own, entry).await?;
        }
        Ok(())
    }

    /// Sends a form that was filled in: as the answer to what asked for it, or of oneself.
    pub async fn send_form(
        &self,
        space: SpaceId,
        form: &Form,
        responses: &Responses,
        asked: Option<AskedFor>,
    ) -> Result<(), ClientError> {
        let answered = FormAnswered {
            form: FormName { id: form.id.clone(), version: form.version },
            checksum: form.checksum(),
            responses: form.only_shown(responses),
            worries: form.worries(responses).into_iter().map(str::to_owned).collect(),
            answered_at: self.inner.outside.now().as_micros(),
            asked,
        };
        self.send(space, Content::FormAnswered(answered)).await?;
        if let Some(asked) = asked {
            let ask = outer_entry(asked.ask);
            self.keep_form_begun(space, ask, &Responses::new()).await;
            if let Some(own) = self.own_space() {
                self.carry_into(own, space, ask, &Responses::new()).await?;
            }
        }
        Ok(())
    }

    /// What somebody said after their sessions, oldest first.
    pub fn felt(&self, space: SpaceId, of: AccountId) -> Vec<Felt> {
        let engine = self.inner.engine.borrow();
        let Some(known) = engine.space(space) else { return Vec::new() };
        let mine = of == engine.account();
        let pending = if mine { known.pending() } else { Vec::new() };
        feedback::sessions(known.conversation(), inner_account(of), &pending)
    }
}

fn by_staff(space: &Space, event: &rapport_care::conversation::Event) -> bool {
    space.is_staff(outer_account(event.author))
}

/// What stands as begun in one of one's own spaces, oldest first: the entry, when it came, the answers.
fn begun_in(
    engine: &Engine,
    own: SpaceId,
    space: SpaceId,
    ask: EntryId,
) -> Vec<(rapport_care::EntryId, i64, Responses)> {
    let all = engine.written(own);
    let begun = all.events().filter(|event| !all.is_withdrawn(event)).filter_map(|event| match &event.what {
        What::Said(Content::FormBegun(it)) if it.care == *space.as_bytes() && it.ask == inner_entry(ask) => {
            Some((event.id, event.received_at, it.responses.clone()))
        }
        _ => None,
    });
    begun.collect()
}

fn made(form: &str) -> String {
    format!("made/{form}")
}

fn aside(space: SpaceId, ask: EntryId) -> String {
    format!("form/{space}/{ask}")
}
