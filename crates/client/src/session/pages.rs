//! Worksheets: pages that were begun, filled in, and shared.

use rapport_care::Content;
use rapport_care::content::{AskedFor, FormAnswered, FormAsked, FormName, Rhythm};
use rapport_care::conversation::What;
use rapport_care::course::Sheet;
use rapport_care::form::{Form, Responses};
use rapport_care::worksheet;
use rapport_wire::{AccountId, EntryId, SpaceId};

use super::Session;
use crate::ClientError;
use crate::ids::{inner_account, inner_entry, outer_account, outer_entry};
use crate::views::{PageDue, PageView};

impl Session {
    /// The pages that were filled in and shared in a space, newest first.
    pub fn pages(&self, space: SpaceId) -> Vec<PageView> {
        let engine = self.inner.engine.borrow();
        let Some(space) = engine.space(space) else { return Vec::new() };
        let (me, pending) = (inner_account(engine.account()), space.pending());
        let marks = rapport_care::together::close_marks(space.conversation());
        let pages = worksheet::pages(space.conversation(), me, &pending);
        let view = |page: worksheet::Page<'_>| PageView {
            entry: outer_entry(page.entry),
            by: outer_account(page.by),
            at: page.at,
            is: page.is.clone(),
            with: marks
                .get(&(page.entry, page.by))
                .map_or_else(Vec::new, |it| it.with.iter().map(|by| outer_account(*by)).collect()),
        };
        pages.into_iter().map(view).collect()
    }

    /// What was filled in in an entry, also when its author took it back: what was seen was seen.
    pub fn seen_page(&self, space: SpaceId, entry: EntryId) -> Option<FormAnswered> {
        let engine = self.inner.engine.borrow();
        let id = inner_entry(entry);
        engine.space(space)?.conversation().events().find(|event| event.id == id).and_then(|event| {
            match &event.what {
                What::Said(Content::FormAnswered(it)) => Some(it.clone()),
                _ => None,
            }
        })
    }

    /// What was begun on this device and not shared yet.
    pub async fn begun_page(&self, form: &str) -> Option<Responses> {
        self.begun(&name(form)).await
    }

    /// Keeps what was filled in so far, sealed; nothing filled in forgets it.
    pub async fn keep_page(&self, form: &str, responses: &Responses) {
        self.keep_begun(name(form), Some(responses).filter(|all| !all.is_empty())).await;
    }

    /// Shares a page with those in a space. If it was asked for there, it is the answer to that.
    pub async fn share_page(
        &self,
        space: SpaceId,
        form: &Form,
        responses: &Responses,
    ) -> Result<(), ClientError> {
        self.send_form(space, form, responses, self.page_asked(space, &form.id)).await?;
        self.keep_page(&form.id, &Responses::new()).await;
        Ok(())
    }

    /// Gives somebody a worksheet, to be filled in once or again and again from now on.
    pub async fn give_page(
        &self,
        space: SpaceId,
        of: AccountId,
        form: &Form,
        rhythm: Rhythm,
        words: &str,
    ) -> Result<(), ClientError> {
        self.bring_words(space, form).await?;
        let asked = FormAsked {
            form: FormName { id: form.id.clone(), version: form.version },
            of: inner_account(of),
            rhythm,
            due: self.inner.outside.now().as_micros(),
            until: None,
            words: words.trim().to_owned(),
        };
        self.send(space, Content::FormAsked(asked)).await.map(drop)
    }

    /// What one is asked to fill in now: worksheets and forms, the longest due first.
    pub fn pages_due(&self) -> Vec<PageDue> {
        let due = self.due().into_iter().filter_map(|(space, due)| match due.sheet {
            Sheet::Form(name) => Some((space, name, due.asked)),
            Sheet::Measure(_) | Sheet::Practice(_) => None,
        });
        let view = |(space, name, asked): (SpaceId, FormName, AskedFor)| {
            let form = self.form_named(space, &name)?;
            let engine = self.inner.engine.borrow();
            let words = worksheet::words_of(engine.space(space)?.conversation(), asked.ask);
            Some(PageDue {
                space,
                ask: outer_entry(asked.ask),
                form,
                words: words.unwrap_or_default().to_owned(),
            })
        };
        due.filter_map(view).collect()
    }

    fn page_asked(&self, space: SpaceId, form: &str) -> Option<AskedFor> {
        let mut due = self.due().into_iter().filter(|(asking, _)| *asking == space);
        due.find_map(|(_, due)| match due.sheet {
            Sheet::Form(name) if name.id == form => Some(due.asked),
            _ => None,
        })
    }
}

fn name(form: &str) -> String {
    format!("page/{form}")
}
