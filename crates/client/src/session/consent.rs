//! Consents: staff ask in words, a client answers the very words they read, and takes it back when they will.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rapport_care::consent::{Asked, Consent, Standing, consents, hash};
use rapport_care::content::{ConsentAsked, ConsentSaid, Content, Says};
use rapport_care::library::Article;
use rapport_care::{ConsentId, Conversation, EntryId};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Role, SpaceId};

use super::Session;
use super::own::unsent;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, outer_account, outer_entry};

/// The consents of a care space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentsView {
    /// The care space.
    pub space: SpaceId,
    /// Whether oneself is a client here, and answers.
    pub client: bool,
    /// Whether oneself may ask here.
    pub asks: bool,
    /// What is asked for, the one asked for last first.
    pub all: Vec<ConsentView>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentView {
    /// Its name for programs.
    pub id: ConsentId,
    /// The newest words.
    pub words: Asked,
    /// Whether they were asked for by oneself, and nobody has answered them: then they can be taken back.
    pub can_take_back: bool,
    /// Where oneself stands; none for whoever is no client here.
    pub mine: Option<Standing>,
    /// The words one answered last, while there are others to answer.
    pub answered: Option<Article>,
    /// Where each client stands, those included who were here and said something.
    pub clients: Vec<ConsentClient>,
    /// Whether something of it waits on this device.
    pub unsent: bool,
    /// What happened with it, the newest first.
    pub history: Vec<ConsentStep>,
}

/// Where a client stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentClient {
    /// What they are called.
    pub name: Option<String>,
    /// Whether they are here no longer.
    pub gone: bool,
    /// Where they stand.
    pub standing: Standing,
    /// What they said last, in their words; may be empty.
    pub why: String,
}

/// Something that happened with a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentStep {
    /// The entry.
    pub entry: EntryId,
    /// Who did it; none when they have no name.
    pub name: Option<String>,
    /// Whether it was oneself.
    pub mine: bool,
    /// When, as whoever did it says, in microseconds since the Unix epoch.
    pub at: i64,
    /// When it came, likewise.
    pub came_at: i64,
    /// Whether it waits on this device.
    pub unsent: bool,
    /// What was said; none when words were asked for.
    pub says: Option<Says>,
    /// Which words, counted from one; none for words that are there no longer.
    pub version: Option<usize>,
    /// Why, in their words; may be empty.
    pub why: String,
    /// The words it is about, or else the newest.
    pub words: Article,
}

impl Session {
    /// The consents of a care space; none for a space that is no care, or that one is not in.
    pub fn consents(&self, space: SpaceId) -> Option<ConsentsView> {
        view(&self.inner.engine.borrow(), space)
    }

    /// What oneself is asked to agree to and has not answered: where, its title, and whether one answered other words
    /// of it before.
    pub fn consents_to_answer(&self) -> Vec<(SpaceId, String, bool)> {
        let engine = self.inner.engine.borrow();
        let me = engine.account();
        let care = engine.spaces().values().filter(|it| it.kind == SpaceKind::Care && is_client(it, me));
        let mut waiting = Vec::new();
        for space in care {
            let all = written(&engine, space).into_iter();
            let mine = all.filter(|consent| consent.standing(inner_account(me)).waits());
            waiting.extend(mine.filter_map(|it| {
                let again = it.last_of(inner_account(me)).is_some();
                Some((space.id, it.newest()?.article.title.clone(), again))
            }));
        }
        waiting
    }

    /// The words one can begin with: the newest of every consent asked for in another care space, one of each title,
    /// and where they were asked for.
    pub fn consent_words(&self, besides: SpaceId) -> Vec<(SpaceId, Asked)> {
        let engine = self.inner.engine.borrow();
        let me = engine.account();
        let care = engine.spaces().values().filter(|it| it.kind == SpaceKind::Care && it.is_staff(me));
        let elsewhere = care.filter(|space| space.id != besides).flat_map(|space| {
            consents_of(space).into_iter().filter_map(|mut it| Some((space.id, it.asked.pop()?)))
        });
        let mut words: Vec<(SpaceId, Asked)> = elsewhere.collect();
        words.sort_by_key(|(_, asked)| Reverse((asked.at, asked.entry)));
        let mut titles = BTreeSet::new();
        words.retain(|(_, asked)| titles.insert(asked.article.title.clone()));
        words
    }

    /// Asks the clients of a care space to agree to these words, in place of the words before under that name.
    pub async fn ask_consent(
        &self,
        space: SpaceId,
        consent: ConsentId,
        markdown: &str,
    ) -> Result<(), ClientError> {
        if !self.consents(space).is_some_and(|view| view.asks) {
            return Err(ClientError::CannotChange);
        }
        let asked = ConsentAsked { consent, markdown: markdown.to_owned() };
        self.send(space, Content::ConsentAsked(asked)).await?;
        self.keep_consent_aside(space, consent, None).await;
        Ok(())
    }

    /// Answers words that one has read. Only a client does, for themself.
    pub async fn answer_consent(
        &self,
        space: SpaceId,
        consent: ConsentId,
        asked: &Asked,
        says: Says,
        why: &str,
    ) -> Result<(), ClientError> {
        let after = {
            let engine = self.inner.engine.borrow();
            let me = engine.account();
            let known = engine.space(space).filter(|known| known.kind == SpaceKind::Care);
            let known = known.filter(|known| is_client(known, me)).ok_or(ClientError::CannotChange)?;
            let all = written(&engine, known);
            let said = all.iter().find(|it| it.id == consent).and_then(|it| it.last_of(inner_account(me)));
            said.map(|said| said.entry)
        };
        let said = ConsentSaid {
            consent,
            asked: asked.entry,
            words: hash(&asked.markdown),
            says,
            said_at: self.inner.outside.now().as_micros(),
            after,
            why: why.trim().to_owned(),
        };
        self.send(space, Content::ConsentSaid(said)).await.map(drop)
    }

    /// Takes words back that one asked for and nobody has answered.
    pub async fn take_consent_back(&self, space: SpaceId, entry: EntryId) -> Result<(), ClientError> {
        let view = self.consents(space).ok_or(ClientError::NoSuchSpace)?;
        if !view.all.iter().any(|it| it.can_take_back && it.words.entry == entry) {
            return Err(ClientError::CannotChange);
        }
        // Its words are not erased: an answer may be on its way to them.
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.take_back(space, outer_entry(entry), now, rng))?;
        self.until_kept().await
    }

    /// A name for a new consent.
    pub fn fresh_consent(&self) -> ConsentId {
        let mut id = [0; 16];
        self.inner.outside.fill(&mut id);
        ConsentId(id)
    }

    /// The words of a consent that are being written on this device; none when none are.
    pub async fn consent_aside(&self, space: SpaceId, consent: ConsentId) -> Option<String> {
        self.begun(&aside(space, consent)).await
    }

    /// Keeps them, sealed, on this device; none forgets them.
    pub async fn keep_consent_aside(&self, space: SpaceId, consent: ConsentId, words: Option<&String>) {
        self.keep_begun(aside(space, consent), words).await;
    }
}

/// The consents of a space, as the server has them.
pub(super) fn consents_of(space: &Space) -> Vec<Consent> {
    folded(space, space.conversation())
}

/// The same with what waits on this device.
fn written(engine: &Engine, space: &Space) -> Vec<Consent> {
    // A long record is copied only when something waits to be put beside it.
    if unsent(engine, space.id).is_empty() {
        consents_of(space)
    } else {
        folded(space, &engine.written(space.id))
    }
}

fn folded(space: &Space, all: &Conversation) -> Vec<Consent> {
    consents(all, |account| space.is_staff(outer_account(account)))
}

fn view(engine: &Engine, space: SpaceId) -> Option<ConsentsView> {
    let known = engine.space(space).filter(|known| known.kind == SpaceKind::Care)?;
    let (me, log) = (engine.account(), known.log()?);
    let client = log.current_member(me)?.role == Role::Client;
    let waits = unsent(engine, space);
    let one = |consent: Consent| one(known, me, &waits, &consent);
    let mut all: Vec<ConsentView> = written(engine, known).into_iter().filter_map(one).collect();
    all.sort_by_key(|it| Reverse(it.words.position));
    let somebody = log.members().any(|it| it.role == Role::Client);
    let asks = known.is_staff(me) && somebody && known.can_write(me) && known.ended().is_none();
    Some(ConsentsView { space, client, asks, all })
}

fn one(space: &Space, me: AccountId, waits: &[EntryId], consent: &Consent) -> Option<ConsentView> {
    let words = consent.newest()?.clone();
    let newest = consent.asked.len() - 1;
    let log = space.log()?;
    let name = |account| space.conversation().name_of(inner_account(account)).map(str::to_owned);
    let mut clients = Vec::new();
    for member in log.everyone().filter(|it| it.role == Role::Client) {
        let (account, gone) = (inner_account(member.account), member.until.is_some());
        let last = consent.last_of(account);
        if gone && last.is_none() {
            continue;
        }
        let why = last.map(|said| said.why.clone()).unwrap_or_default();
        let standing = consent.standing(account);
        clients.push(ConsentClient { name: name(member.account), gone, standing, why });
    }
    let history = history(space, me, waits, consent);
    let answered = consent.said.iter().any(|said| said.to == Some(newest));
    let is_client = is_client(space, me);
    Some(ConsentView {
        id: consent.id,
        can_take_back: outer_account(words.by) == me && !answered && space.can_write(me),
        answered: answered_before(consent, inner_account(me)),
        mine: is_client.then(|| consent.standing(inner_account(me))),
        clients,
        unsent: history.iter().any(|step| step.unsent),
        history,
        words,
    })
}

/// The words somebody answered last, while there are others to answer.
fn answered_before(consent: &Consent, client: rapport_care::AccountId) -> Option<Article> {
    let last = consent.last_of(client).filter(|_| consent.standing(client).waits())?;
    Some(consent.asked.get(last.to?)?.article.clone())
}

/// What happened with a consent, the newest first.
fn history(space: &Space, me: AccountId, waits: &[EntryId], consent: &Consent) -> Vec<ConsentStep> {
    let step = |entry, by, at, to: Option<usize>| {
        let account = outer_account(by);
        Some(ConsentStep {
            entry,
            name: space.conversation().name_of(by).map(str::to_owned),
            mine: account == me,
            at,
            came_at: at,
            unsent: waits.contains(&entry),
            says: None,
            version: to.map(|to| to + 1),
            why: String::new(),
            words: to.map_or_else(|| consent.newest(), |to| consent.asked.get(to))?.article.clone(),
        })
    };
    let asked = consent.asked.iter().enumerate();
    let asked = asked.filter_map(|(to, it)| Some((it.position, step(it.entry, it.by, it.at, Some(to))?)));
    let said = consent.said.iter().filter_map(|it| {
        let step = step(it.entry, it.by, it.at, it.to)?;
        Some((
            it.position,
            ConsentStep { says: Some(it.says), why: it.why.clone(), came_at: it.came_at, ..step },
        ))
    });
    let mut all: Vec<(u64, ConsentStep)> = asked.chain(said).collect();
    all.sort_by_key(|(position, _)| Reverse(*position));
    all.into_iter().map(|(_, step)| step).collect()
}

fn is_client(space: &Space, account: AccountId) -> bool {
    let member = space.log().and_then(|log| log.current_member(account));
    member.is_some_and(|member| member.role == Role::Client)
}

fn aside(space: SpaceId, consent: ConsentId) -> String {
    format!("consent/{space}/{:032x}", u128::from_be_bytes(consent.0))
}
