//! Consents: staff ask in words, a client answers the very words they read, and takes it back when they will.

use rapport_care::consent::{Asked, Consent, Standing, consents, hash};
use rapport_care::content::{ConsentAsked, ConsentSaid, Content, Says};
use rapport_care::library::Article;
use rapport_care::{ConsentId, EntryId};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Role, SpaceId};

use super::Session;
use super::own::unsent;
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, outer_account};

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
    /// Where each client stands.
    pub clients: Vec<(Option<String>, Standing)>,
    /// What happened with it, the newest first.
    pub history: Vec<ConsentStep>,
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
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// Whether it waits on this device.
    pub unsent: bool,
    /// What was said; none when words were asked for.
    pub says: Option<Says>,
    /// Which words, counted from one.
    pub version: usize,
    /// Why, in their words; may be empty.
    pub why: String,
    /// The words it is about.
    pub words: Article,
}

impl Session {
    /// The consents of a care space; none for a space that is no care, or that one is not in.
    pub fn consents(&self, space: SpaceId) -> Option<ConsentsView> {
        view(&self.inner.engine.borrow(), space)
    }

    /// What oneself is asked to agree to and has not answered: where, and its title.
    pub fn consents_to_answer(&self) -> Vec<(SpaceId, String)> {
        let engine = self.inner.engine.borrow();
        let me = engine.account();
        let care = engine.spaces().values().filter(|it| it.kind == SpaceKind::Care && is_client(it, me));
        let mut waiting = Vec::new();
        for space in care {
            let all = of(&engine, space).into_iter();
            let mine = all.filter(|consent| consent.standing(inner_account(me)).waits());
            waiting.extend(mine.filter_map(|it| Some((space.id, it.newest()?.article.title.clone()))));
        }
        waiting
    }

    /// The words one can begin with: the newest of every consent asked for in another care space, one of each title.
    pub fn consent_words(&self, besides: SpaceId) -> Vec<Asked> {
        let engine = self.inner.engine.borrow();
        let me = engine.account();
        let care = engine.spaces().values().filter(|it| it.kind == SpaceKind::Care && it.is_staff(me));
        let elsewhere = care.filter(|space| space.id != besides).flat_map(|space| {
            consents(space.conversation(), |account| space.is_staff(outer_account(account)))
        });
        let mut words: Vec<Asked> = elsewhere.filter_map(|mut it| it.asked.pop()).collect();
        words.sort_by_key(|asked| std::cmp::Reverse((asked.at, asked.entry)));
        let mut titles = std::collections::BTreeSet::new();
        words.retain(|asked| titles.insert(asked.article.title.clone()));
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
        if !self.consents(space).is_some_and(|view| view.client) {
            return Err(ClientError::CannotChange);
        }
        let said = ConsentSaid {
            consent,
            asked: asked.entry,
            words: hash(&asked.markdown),
            says,
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
        self.withdraw(space, entry).await
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

fn of(engine: &Engine, space: &Space) -> Vec<Consent> {
    consents(&engine.written(space.id), |account| space.is_staff(outer_account(account)))
}

fn view(engine: &Engine, space: SpaceId) -> Option<ConsentsView> {
    let known = engine.space(space).filter(|known| known.kind == SpaceKind::Care)?;
    let (me, log) = (engine.account(), known.log()?);
    let member = log.current_member(me)?;
    let client = member.role == Role::Client;
    let waits = unsent(engine, space);
    let clients: Vec<AccountId> =
        log.members().filter(|it| it.role == Role::Client).map(|it| it.account).collect();
    let name = |account: AccountId| known.conversation().name_of(inner_account(account)).map(str::to_owned);
    let one = |consent: Consent| {
        let words = consent.newest()?.clone();
        let answered = consent.said.iter().any(|said| said.to + 1 == consent.asked.len());
        let step = |entry, by, at, says, to: usize, why: &str| {
            let account = outer_account(by);
            Some(ConsentStep {
                entry,
                name: name(account),
                mine: account == me,
                at,
                unsent: waits.contains(&entry),
                says,
                version: to + 1,
                why: why.to_owned(),
                words: consent.asked.get(to)?.article.clone(),
            })
        };
        let asked = consent.asked.iter().enumerate();
        let asked = asked.filter_map(|(to, it)| step(it.entry, it.by, it.at, None, to, ""));
        let said = consent.said.iter();
        let said = said.filter_map(|it| step(it.entry, it.by, it.at, Some(it.says), it.to, &it.why));
        let mut history: Vec<ConsentStep> = asked.chain(said).collect();
        // What waits on this device comes last, and so stands first.
        history.sort_by_key(|step| std::cmp::Reverse((step.unsent, step.at)));
        Some(ConsentView {
            id: consent.id,
            can_take_back: outer_account(words.by) == me && !answered && known.can_write(me),
            mine: client.then(|| consent.standing(inner_account(me))),
            clients: clients.iter().map(|it| (name(*it), consent.standing(inner_account(*it)))).collect(),
            history,
            words,
        })
    };
    let mut all: Vec<ConsentView> = of(engine, known).into_iter().filter_map(one).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.words.at));
    let asks = !client && known.is_staff(me) && known.can_write(me) && known.ended().is_none();
    Some(ConsentsView { space, client, asks, all })
}

fn is_client(space: &Space, account: AccountId) -> bool {
    let member = space.log().and_then(|log| log.current_member(account));
    member.is_some_and(|member| member.role == Role::Client)
}

fn aside(space: SpaceId, consent: ConsentId) -> String {
    format!("consent/{space}/{:032x}", u128::from_be_bytes(consent.0))
}
