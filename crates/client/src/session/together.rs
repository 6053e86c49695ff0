//! A page filled in together, as a screen drives it: one at a time on a device.

use std::collections::BTreeSet;

use rapport_care::PageId;
use rapport_care::content::{AskedFor, Content, FormAnswered, FormName, PageClosed, PageTogether};
use rapport_care::course::Sheet;
use rapport_care::form::{Form, Responses};
use rapport_care::together::{self, Together, Version, covers};
use rapport_wire::{Role, SpaceId};

use super::Session;
use crate::ClientError;
use crate::ids::{inner_account, outer_account};
use crate::together::{aside as name_aside, asides};
use crate::views::{LeftPage, OpenPage, ShownPage};

impl Session {
    /// The page that is open on this device.
    pub fn open_page(&self) -> Option<OpenPage> {
        self.inner.engine.borrow().open_page()
    }

    /// A page that somebody in the session shows, and that is not open here.
    pub fn shown_page(&self, space: SpaceId) -> Option<ShownPage> {
        self.inner.engine.borrow().shown_page(space)
    }

    /// Opens a form for everybody in the session, with what was begun of it, as an answer to what asks for it.
    pub async fn begin_together(
        &self,
        space: SpaceId,
        form: &Form,
        begun: &Responses,
        asked: Option<AskedFor>,
    ) -> Result<PageId, ClientError> {
        self.bring_words(space, form).await?;
        let mut page = [0; 16];
        self.inner.outside.fill(&mut page);
        let kept = PageTogether {
            page: PageId(page),
            form: FormName { id: form.id.clone(), version: form.version },
            checksum: form.checksum(),
            opened_by: inner_account(self.account()),
            asked,
            runs: Vec::new(),
        };
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.page_open(space, form.clone(), &kept, begun, now, rng))?;
        self.until_kept().await?;
        Ok(PageId(page))
    }

    /// Opens a page that was begun, with everything that entries and this device hold of it.
    pub async fn go_on_together(&self, space: SpaceId, page: PageId) -> Result<(), ClientError> {
        let here = self.page_aside(&name_aside(space, page)).await;
        let kept = self.entries_hold(space, page).into_iter().chain(here).reduce(|a, b| joined(a, &b));
        let kept = kept.ok_or(ClientError::CannotChange)?;
        let form = self.form_of(space, &kept).ok_or(ClientError::CannotChange)?;
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.page_open(space, form, &kept, &Responses::new(), now, rng))?;
        self.until_kept().await
    }

    /// Makes of the open page, as it was `seen`, what its person made of it; whatever others did meanwhile stays.
    /// Gives what they have seen with this.
    pub fn write_together(&self, seen: &Version, answers: &Responses) -> Result<Version, ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, _| engine.page_write(seen, answers, now))
    }

    /// Says at which question of the open page its person is.
    pub fn at_together(&self, at: Option<String>) {
        self.with(|engine, rng| engine.page_at(at, rng));
    }

    /// Tells the others what is not told yet, without waiting for a pause; returns once all of it is kept on this
    /// device.
    pub async fn flush_together(&self) -> Result<(), ClientError> {
        self.with(|engine, rng| engine.page_flush(rng));
        self.until_kept().await
    }

    /// Puts the open page away; it stays in the space as it is, for whoever goes on with it.
    pub fn put_together_away(&self) {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.page_put_away(now, rng));
    }

    /// Keeps the open page as an ordinary one in its space, filled in by everybody who wrote on it.
    pub async fn keep_together(&self) -> Result<(), ClientError> {
        let (answered, space, seen, with, said) = {
            let engine = self.inner.engine.borrow();
            let sheet = engine.sheet.as_ref().ok_or(ClientError::CannotChange)?;
            let answered = FormAnswered {
                form: FormName { id: sheet.form.id.clone(), version: sheet.form.version },
                checksum: sheet.form.checksum(),
                responses: sheet.form.only_shown(&sheet.said),
                worries: sheet.form.worries(&sheet.said).into_iter().map(str::to_owned).collect(),
                answered_at: self.inner.outside.now().as_micros(),
                asked: sheet.asked,
            };
            (answered, sheet.space, sheet.done.version(), sheet.done.writers(), sheet.said.clone())
        };
        let (page, form) =
            self.open_page().map(|it| (it.page, it.form.id.clone())).ok_or(ClientError::CannotChange)?;
        let kept = Some(self.send(space, Content::FormAnswered(answered)).await?);
        self.close(PageClosed { page, kept, with, seen })?;
        // What was begun alone goes only when all of it stands on the page that was kept.
        let begun = self.begun_page(&form).await.unwrap_or_default();
        if together::bring_in(&said, &begun) == said {
            self.keep_page(&form, &Responses::new()).await;
        }
        self.until_kept().await
    }

    /// Lets go of the open page: nothing of it is kept.
    pub async fn let_go_together(&self) -> Result<(), ClientError> {
        let closed = {
            let engine = self.inner.engine.borrow();
            let sheet = engine.sheet.as_ref().ok_or(ClientError::CannotChange)?;
            PageClosed {
                page: sheet.page,
                kept: None,
                with: sheet.done.writers(),
                seen: sheet.done.version(),
            }
        };
        self.close(closed)?;
        self.until_kept().await
    }

    /// The pages of a space that were begun together and are not done with, the newest first; what this device
    /// alone holds of one is among them.
    pub async fn left_pages(&self, space: SpaceId) -> Vec<LeftPage> {
        let mut here = self.pages_aside(space).await;
        let read = here.clone();
        let aside: BTreeSet<PageId> = here.iter().map(|it| it.page).collect();
        let mut left = Vec::new();
        let mut over: Vec<PageId> = Vec::new();
        {
            let engine = self.inner.engine.borrow();
            let all = engine.written(space);
            let ends = together::ends(&all);
            let held = together::open(&all).into_iter().map(|it| (it.is.clone(), it.done, Some(it.at)));
            let mut pages: Vec<_> = held.collect();
            for (is, done, _) in &mut pages {
                for aside in here.extract_if(.., |aside| aside.page == is.page) {
                    done.join(&Together::of(&aside.runs));
                }
            }
            pages.extend(here.into_iter().map(|aside| {
                let done = Together::of(&aside.runs);
                (aside, done, None)
            }));
            for (is, done, at) in pages {
                let held = done.version();
                match together::ended(&ends, is.page, &held) {
                    // Nobody has seen more than there is: such an end hides a page, and destroys nothing.
                    Some(end) if covers(&held, &end.seen) => over.extend(aside.get(&is.page).copied()),
                    Some(_) => {}
                    None => left.push((is, done, at)),
                }
            }
        }
        // Somebody else closed it, and had seen all of it: nothing of it need stay here.
        for page in over {
            let open = self.open_page().is_some_and(|open| open.space == space && open.page == page);
            let same = |now: PageTogether| read.contains(&now);
            if !open && self.page_aside(&name_aside(space, page)).await.is_some_and(same) {
                self.with(|engine, _| engine.page_aside_goes(space, page));
            }
        }
        left.into_iter().filter_map(|(is, done, at)| self.left(space, &is, &done, at)).collect()
    }

    /// What a client of a space is asked to fill in now, each with what its answer is for.
    pub fn asked_together(&self, space: SpaceId) -> Vec<(Form, AskedFor)> {
        let now = self.inner.outside.now().as_micros();
        let members = self.members(space).into_iter().filter(|member| member.role == Role::Client);
        let due = {
            let engine = self.inner.engine.borrow();
            let Some(course) = engine.course(space) else { return Vec::new() };
            members.flat_map(|member| course.due(inner_account(member.account), now)).collect::<Vec<_>>()
        };
        let form = |due: rapport_care::course::Due| match due.sheet {
            Sheet::Form(name) => Some((self.form_named(space, &name)?, due.asked)),
            Sheet::Measure(_) | Sheet::Practice(_) => None,
        };
        due.into_iter().filter_map(form).collect()
    }

    fn close(&self, closed: PageClosed) -> Result<(), ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.page_close(closed, now, rng))
    }

    fn left(&self, space: SpaceId, is: &PageTogether, done: &Together, at: Option<i64>) -> Option<LeftPage> {
        let by = done.writers().into_iter().map(outer_account).collect();
        Some(LeftPage { page: is.page, form: self.form_of(space, is)?, by, at })
    }

    fn form_of(&self, space: SpaceId, is: &PageTogether) -> Option<Form> {
        self.form_named(space, &is.form).filter(|form| form.checksum() == is.checksum)
    }

    fn entries_hold(&self, space: SpaceId, page: PageId) -> Option<PageTogether> {
        let engine = self.inner.engine.borrow();
        let all = engine.written(space);
        let page = together::open(&all).into_iter().find(|it| it.page == page)?;
        Some(PageTogether { runs: page.done.since(&Version::new()), ..page.is.clone() })
    }

    async fn page_aside(&self, name: &str) -> Option<PageTogether> {
        // Not held to the limits of an entry: two who filled it up apart hold more than one, and it is read back.
        postcard::from_bytes(&self.aside(name).await?).ok()
    }

    async fn pages_aside(&self, space: SpaceId) -> Vec<PageTogether> {
        let names = self.inner.outside.vault_read(asides(space)).await.unwrap_or_default();
        let mut pages = Vec::new();
        for (name, _) in names {
            pages.extend(self.page_aside(&name).await);
        }
        pages
    }
}

fn joined(a: PageTogether, b: &PageTogether) -> PageTogether {
    let mut done = Together::of(&a.runs);
    done.join(&Together::of(&b.runs));
    PageTogether { runs: done.since(&Version::new()), ..a }
}
