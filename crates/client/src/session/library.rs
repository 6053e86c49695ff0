//! Exercises and articles between sessions: the practice's own articles, what somebody is given to do or to
//! read, and what they did.

use rapport_care::content::{
    ArticlePutAway, ArticleWritten, AskedFor, Practice, PracticeAsked, PracticeDone, Rhythm,
};
use rapport_care::conversation::{Event, What};
use rapport_care::course::Sheet;
use rapport_care::library::{self, Own};
use rapport_care::{Content, Conversation};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, SpaceId, Timestamp};
use zeroize::Zeroizing;

use super::Session;
use crate::ClientError;
use crate::engine::Space;
use crate::ids::{inner_account, outer_account};
use crate::views::{PracticeDue, PracticeView};

impl Session {
    /// The articles the practice wrote, by title; for whoever works there.
    pub fn own_articles(&self) -> Vec<Own> {
        self.of_practice(|all, practice| library::written(all, by_staff(practice)))
    }

    /// Those that were put away, and can be brought back.
    pub fn articles_put_away(&self) -> Vec<Own> {
        self.of_practice(|all, practice| library::put_away(all, by_staff(practice)))
    }

    fn of_practice(&self, look: impl FnOnce(&Conversation, &Space) -> Vec<Own>) -> Vec<Own> {
        let engine = self.inner.engine.borrow();
        let practice = engine.keyring().pins().practice().and_then(|practice| engine.space(practice));
        practice.map(|space| look(&engine.written(space.id), space)).unwrap_or_default()
    }

    /// Puts an article on the practice's shelf, in place of its words before.
    pub async fn keep_article(&self, article: &str, markdown: &str) -> Result<(), ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        let written = ArticleWritten { article: article.to_owned(), markdown: markdown.to_owned() };
        self.send(practice, Content::ArticleWritten(written)).await.map(drop)
    }

    /// Takes an article off the practice's shelf; whoever was given it keeps it.
    pub async fn put_article_away(&self, article: &str) -> Result<(), ClientError> {
        let practice = self.practice().ok_or(ClientError::NoSuchSpace)?;
        self.send(practice, Content::ArticlePutAway(ArticlePutAway { article: article.to_owned() }))
            .await
            .map(drop)
    }

    /// The words of an article that are being written on this device; none when none are.
    pub async fn article_aside(&self, article: &str) -> Option<String> {
        self.begun(&aside(article)).await
    }

    /// Every article that is being written on this device: its name for programs, and its words so far.
    pub async fn articles_begun(&self) -> Vec<(String, String)> {
        let kept = self.all_begun(&aside("")).await;
        let words =
            |(name, clear): (String, Zeroizing<Vec<u8>>)| Some((name, postcard::from_bytes(&clear).ok()?));
        kept.into_iter().filter_map(words).collect()
    }

    /// Keeps them, sealed, on this device; none forgets them.
    pub async fn keep_article_aside(&self, article: &str, markdown: Option<&String>) {
        self.keep_begun(aside(article), markdown).await;
    }

    /// The practice's articles that one can read: for staff all of its shelf, for a client those they were given.
    pub fn articles_to_read(&self) -> Vec<Own> {
        let mut found = self.own_articles();
        let engine = self.inner.engine.borrow();
        for space in engine.spaces().values().filter(|space| space.kind == SpaceKind::Care) {
            for own in given(space) {
                if !found.iter().any(|known| known.id == own.id) {
                    found.push(own);
                }
            }
        }
        found.sort_by(|a, b| (&a.article.title, &a.id).cmp(&(&b.article.title, &b.id)));
        found
    }

    /// Gives somebody an exercise or an article, once or again and again from now on.
    pub async fn give_practice(
        &self,
        space: SpaceId,
        of: AccountId,
        practice: Practice,
        rhythm: Rhythm,
        words: &str,
    ) -> Result<(), ClientError> {
        self.bring_article(space, &practice).await?;
        let asked = PracticeAsked {
            practice,
            of: inner_account(of),
            rhythm,
            due: self.inner.outside.now().as_micros(),
            until: None,
            words: words.trim().to_owned(),
        };
        self.send(space, Content::PracticeAsked(asked)).await.map(drop)
    }

    /// Says in a space what an article of the practice's own is, unless it is known there word for word.
    /// Where somebody was given an article whose words are others by now.
    pub fn readers_of_older(&self, article: &str) -> Vec<SpaceId> {
        let Some(own) = self.own_articles().into_iter().find(|own| own.id == article) else {
            return Vec::new();
        };
        let engine = self.inner.engine.borrow();
        let older = |space: &&Space| {
            space.can_write(engine.account())
                && space.ended().is_none()
                && given(space).iter().any(|known| known.id == own.id && known.markdown != own.markdown)
        };
        let care = engine.spaces().values().filter(|space| space.kind == SpaceKind::Care);
        care.filter(older).map(|space| space.id).collect()
    }

    /// Brings the newest words of an article to where older ones were given.
    pub async fn bring_newer(&self, article: &str) -> Result<(), ClientError> {
        for space in self.readers_of_older(article) {
            self.bring_article(space, &Practice::Article(article.to_owned())).await?;
        }
        Ok(())
    }

    async fn bring_article(&self, space: SpaceId, practice: &Practice) -> Result<(), ClientError> {
        let Practice::Article(id) = practice else { return Ok(()) };
        let Some(own) = self.own_articles().into_iter().find(|own| own.id == *id) else { return Ok(()) };
        let known = {
            let engine = self.inner.engine.borrow();
            let there = engine.space(space).map(given).unwrap_or_default();
            there.into_iter().any(|known| known.id == own.id && known.markdown == own.markdown)
        };
        if known {
            return Ok(());
        }
        let written = ArticleWritten { article: own.id, markdown: own.markdown };
        self.send(space, Content::ArticleWritten(written)).await.map(drop)
    }

    /// The exercises and articles one is asked for now, the longest due first.
    pub fn practices_due(&self) -> Vec<PracticeDue> {
        let due = self.due().into_iter().filter_map(|(space, due)| match due.sheet {
            Sheet::Practice(practice) => Some((space, practice, due.asked)),
            Sheet::Measure(_) | Sheet::Form(_) => None,
        });
        let view = |(space, practice, asked): (SpaceId, Practice, AskedFor)| {
            let engine = self.inner.engine.borrow();
            let words = asked_words(engine.space(space)?, asked).unwrap_or_default();
            Some(PracticeDue { space, practice, asked, words })
        };
        due.filter_map(view).collect()
    }

    /// Says that oneself did something, or read it, to those who asked for it.
    pub async fn practised(&self, due: &PracticeDue, words: &str) -> Result<(), ClientError> {
        let done = PracticeDone {
            practice: due.practice.clone(),
            done_at: self.inner.outside.now().as_micros(),
            asked: Some(due.asked),
            words: words.trim().to_owned(),
        };
        self.send(due.space, Content::PracticeDone(done)).await.map(drop)
    }

    /// What was done and read in a space, newest first, with what waits on this device.
    pub fn practised_in(&self, space: SpaceId) -> Vec<PracticeView> {
        let engine = self.inner.engine.borrow();
        let Some(space) = engine.space(space) else { return Vec::new() };
        let (all, me) = (space.conversation(), inner_account(engine.account()));
        let view = |by: rapport_care::AccountId, at: i64, is: &PracticeDone| PracticeView {
            practice: is.practice.clone(),
            name: all.name_of(by).map(str::to_owned),
            mine: by == me,
            at: Timestamp::from_micros(is.done_at.min(at)),
            words: is.words.clone(),
        };
        let said = all.events().filter(|event| !all.is_withdrawn(event)).filter_map(|event| {
            let What::Said(Content::PracticeDone(is)) = &event.what else { return None };
            Some(view(event.author, event.received_at, is))
        });
        let pending = space.pending();
        let waiting = pending.iter().filter_map(|it| match &it.content {
            Content::PracticeDone(is) => Some(view(me, it.written_at, is)),
            _ => None,
        });
        let mut done: Vec<PracticeView> = said.chain(waiting).collect();
        done.sort_by_key(|it| std::cmp::Reverse(it.at));
        done
    }
}

/// The articles that staff brought into a care space.
fn given(space: &Space) -> Vec<Own> {
    library::written(space.conversation(), by_staff(space))
}

fn by_staff(space: &Space) -> impl Fn(&Event) -> bool + '_ {
    |event| space.is_staff(outer_account(event.author))
}

fn asked_words(space: &Space, asked: AskedFor) -> Option<String> {
    space.conversation().events().find(|event| event.id == asked.ask).and_then(|event| match &event.what {
        What::Said(Content::PracticeAsked(it)) => Some(it.words.clone()),
        _ => None,
    })
}

fn aside(article: &str) -> String {
    format!("article/{article}")
}
