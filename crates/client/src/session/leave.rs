//! Taking it away: everything of a care space, opened on this device, and the same brought in elsewhere.
//!
//! Nothing here knows what an archive looks like (`rapport-takeaway` does): a [`Whole`] and its files go out,
//! a whole and its files come in. What is private is in neither: [`Session::take_along`] reads a care space and
//! its records, and no other space.
//!
//! Whoever brings something in signs that *the archive said so*. It stands beside what is said in the space and
//! is never taken for it (`rapport_care::whole`).

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::LocalBoxFuture;
use rapport_care::content::{Content, EarlierEntry, EarlierPart};
use rapport_care::conversation::{Conversation, Event, What};
use rapport_care::whole::{self, Entry, GONE, Kept, Part, PartKind, Provenance, Someone, Whole};
use rapport_envelope::{EXPORT_LABEL, SignedExport};
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, SpaceId, Timestamp};
use sha2::{Digest as _, Sha256};

use super::Session;
use super::files::{Cancel, NewFile, Source};
use crate::ClientError;
use crate::engine::{Engine, Space};
use crate::ids::{inner_account, outer_account};
use crate::platform::Offline;
use crate::views::TransferProgress;

/// How much of what one reads goes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What everybody in the care space can read.
    Shared,
    /// The practice's own notes as well, where one reads them.
    WithNotes,
}

/// What goes into an archive.
pub struct Taken {
    /// Everything, files laid aside.
    pub whole: Whole,
    /// The clear bytes of the files.
    pub files: Vec<Vec<u8>>,
    /// Fingerprint of the identity that signs.
    pub signer: [u8; 32],
}

/// What came out of an archive: read, every hash checked, the signature not yet.
pub struct Archive {
    /// Everything.
    pub whole: Whole,
    /// What was signed.
    pub manifest: Vec<u8>,
    /// By whom and how.
    pub signature: Vec<u8>,
    /// Whose fingerprint the manifest names.
    pub signer: [u8; 32],
    /// The files, by the SHA-256 of their clear bytes.
    pub files: BTreeMap<[u8; 32], Vec<u8>>,
}

/// A part of an earlier record, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierView {
    /// The space it was brought into.
    pub space: SpaceId,
    /// By whom.
    pub by: AccountId,
    /// What they are called there.
    pub name: Option<String>,
    /// The part, with the archive it says it is from.
    pub part: Part,
}

impl Session {
    /// Everything of a care space that one can read and means to take: what was said, its records, and what either was
    /// brought from earlier. Gets every file; one that is gone from the server is left out, and is known to be.
    pub async fn take_along(
        &self,
        care: SpaceId,
        scope: Scope,
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<Taken, ClientError> {
        let (mut parts, wanted) = {
            let engine = self.inner.engine.borrow();
            let mut spaces = spaces_of(&engine, care)?;
            spaces.retain(|space| scope == Scope::WithNotes || space.kind == SpaceKind::Care);
            let parts = spaces.iter().flat_map(|space| parts_of(space)).collect::<Vec<_>>();
            (parts.iter().map(|it| it.part.clone()).collect::<Vec<_>>(), wanted(&parts))
        };
        let total = wanted.iter().map(|it| it.file.size).sum();
        let mut files: BTreeMap<[u8; 32], Vec<u8>> = BTreeMap::new();
        let mut done = 0;
        for it in wanted {
            let mut bytes = Vec::new();
            let hash = if it.opens {
                match self
                    .download(it.space, &it.file, &mut |chunk| bytes.extend(chunk), &|_| (), cancel)
                    .await
                {
                    Ok(()) => sha256(&bytes),
                    // Erased with the entry, or by whoever runs the server: the archive says that it is gone.
                    Err(ClientError::Refused(_) | ClientError::FileDamaged) => GONE,
                    Err(error) => return Err(error),
                }
            } else {
                GONE
            };
            let entry = &mut parts[it.part].entries[it.entry];
            entry.what = Kept::Said(whole::lay_aside(it.content, hash).to_bytes());
            if hash != GONE {
                files.insert(hash, bytes);
            }
            done += it.file.size;
            on_progress(TransferProgress { done, total });
        }
        let exported_at = self.inner.outside.now().as_micros();
        let signer = self.inner.engine.borrow().keyring().identity().public().fingerprint();
        let whole = Whole { exported_at, parts };
        Ok(Taken { whole, files: files.into_values().collect(), signer })
    }

    /// Signs the manifest of an archive.
    pub fn sign_export(&self, manifest: &[u8]) -> Vec<u8> {
        let engine = self.inner.engine.borrow();
        let identity = engine.keyring().identity();
        let signature = identity.sign(EXPORT_LABEL, manifest);
        SignedExport { identity: identity.public(), signature }.to_bytes()
    }

    /// Where an archive can be brought in here: nothing for staff, who begin a care space for it; the spaces
    /// that a client has, for a client.
    pub fn may_begin_care(&self) -> bool {
        self.role().is_staff()
    }

    /// Brings an archive in: into a care space that one is in, or into one begun for it. Records go where
    /// notes go, when one works here. What was brought in before, by an attempt that broke off, is not brought twice.
    pub async fn bring_in(
        &self,
        archive: &Archive,
        into: Option<SpaceId>,
        on_progress: &dyn Fn(TransferProgress),
        cancel: &Cancel,
    ) -> Result<SpaceId, ClientError> {
        let from = provenance(archive)?;
        let care = match into {
            Some(care) => care,
            None => self.begin_space(SpaceKind::Care).await?,
        };
        let (mut done, total) = (0, archive.whole.entries() as u64);
        for (number, part) in (0..).zip(&archive.whole.parts) {
            let space = match part.kind {
                PartKind::Record if self.may_begin_care() => self.place_for_notes(care).await?,
                _ => care,
            };
            self.bring_part(space, number, part, from, archive, &mut || {
                done += 1;
                on_progress(TransferProgress { done, total });
                if cancel.is_cancelled() { Err(ClientError::Cancelled) } else { Ok(()) }
            })
            .await?;
        }
        Ok(care)
    }

    /// The earlier records of a care space, in the order they were brought.
    pub fn earlier(&self, care: SpaceId) -> Vec<EarlierView> {
        let engine = self.inner.engine.borrow();
        let spaces = spaces_of(&engine, care).unwrap_or_default();
        let mut views = Vec::new();
        for space in spaces {
            views.extend(whole::brought(space.conversation()).into_iter().map(|(by, part)| EarlierView {
                space: space.id,
                by: outer_account(by),
                name: space.conversation().name_of(by).map(str::to_owned),
                part,
            }));
        }
        views
    }

    async fn bring_part(
        &self,
        space: SpaceId,
        number: u16,
        part: &Part,
        from: Provenance,
        archive: &Archive,
        step: &mut dyn FnMut() -> Result<(), ClientError>,
    ) -> Result<(), ClientError> {
        let me = inner_account(self.account());
        let there = there(&self.inner.engine.borrow().written(space), me, from.archive, number);
        if !there.0 {
            // What was an earlier record in the archive stays one: its own archive is named.
            let from = part.from.map_or(from, |earlier| Provenance { archive: from.archive, ..earlier });
            let (kind, people) = (part.kind, part.people.clone());
            let entries = part.entries.len() as u32;
            let title = EarlierPart { from, part: number, kind, entries, people };
            self.send(space, Content::EarlierPart(title)).await?;
        }
        for (place, entry) in (0..).zip(&part.entries) {
            if !there.1.contains(&place) {
                let file = self.bring_file(space, entry, archive).await?;
                let entry = entry.clone();
                let brought =
                    EarlierEntry { archive: from.archive, part: number, number: place, entry, file };
                self.send(space, Content::EarlierEntry(brought)).await?;
            }
            step()?;
        }
        Ok(())
    }

    /// Seals a file of the archive anew, for the space it comes into; gives what opens it there.
    async fn bring_file(
        &self,
        space: SpaceId,
        entry: &Entry,
        archive: &Archive,
    ) -> Result<Option<Vec<u8>>, ClientError> {
        let Kept::Said(bytes) = &entry.what else { return Ok(None) };
        let Ok(content) = Content::from_bytes(bytes) else { return Ok(None) };
        let Some(file) = whole::file_in(&content) else { return Ok(None) };
        let Some(bytes) = whole::hash_of(file).and_then(|hash| archive.files.get(&hash)) else {
            return Ok(None);
        };
        let new =
            NewFile { name: file.name.clone(), media_type: file.media_type.clone(), ..NewFile::default() };
        let upload = self.begin_upload(space, new, bytes.len() as u64)?;
        self.put(&upload, &InMemory(bytes), &|_| (), &Cancel::default()).await.map(Some)
    }
}

/// A file's bytes, at hand.
struct InMemory<'a>(&'a [u8]);

impl Source for InMemory<'_> {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, offset: u64, len: usize) -> LocalBoxFuture<'_, Result<Vec<u8>, ClientError>> {
        let from = offset as usize;
        let bytes = self.0.get(from..from + len).map(<[u8]>::to_vec);
        Box::pin(async move { bytes.ok_or(ClientError::FileDamaged) })
    }
}

/// The care space and the records one reads of it, whole; never a space of another kind.
fn spaces_of(engine: &Engine, care: SpaceId) -> Result<Vec<&Space>, ClientError> {
    let records = super::record::records_of(engine, care);
    let mut spaces = Vec::new();
    for id in std::iter::once(care).chain(records.iter().map(|record| record.space)) {
        let space = engine.space(id).ok_or(ClientError::NoSuchSpace)?;
        if !matches!(space.kind, SpaceKind::Care | SpaceKind::Record) {
            return Err(ClientError::NoSuchSpace);
        }
        if !space.caught_up && space.frozen().is_none() {
            return Err(Offline.into());
        }
        spaces.push(space);
    }
    Ok(spaces)
}

/// A part, and where the files are that its entries name.
struct PartOf {
    space: SpaceId,
    part: Part,
    /// What opens the file of an entry, where that does not stand in the entry itself.
    manifests: BTreeMap<usize, Vec<u8>>,
}

/// A file to be fetched.
struct Wanted {
    space: SpaceId,
    part: usize,
    entry: usize,
    content: Content,
    file: rapport_care::content::File,
    /// Whether what opens it is known here.
    opens: bool,
}

fn parts_of(space: &Space) -> Vec<PartOf> {
    let all = space.conversation();
    let own = all.events().filter(|event| !is_earlier(&event.what)).map(entry).collect();
    let someone = |account: AccountId, staff| {
        let account = inner_account(account);
        Someone { account, name: all.name_of(account).map(str::to_owned), staff }
    };
    let everyone = space.log().into_iter().flat_map(rapport_envelope::Log::everyone);
    let people = everyone.map(|member| someone(member.account, member.role.is_staff())).collect();
    let kind = if space.kind == SpaceKind::Record { PartKind::Record } else { PartKind::Care };
    let manifests = BTreeMap::new();
    let part = Part { kind, from: None, people, entries: own };
    let mut parts = vec![PartOf { space: space.id, part, manifests }];
    for (by, part) in whole::brought(all) {
        let archive = part.from.map(|from| from.archive).unwrap_or_default();
        let opens = |entry: &Entry| whole::entry_of(all, by, &archive, entry)?.file.clone();
        let manifests = part.entries.iter().enumerate().filter_map(|(n, entry)| Some((n, opens(entry)?)));
        parts.push(PartOf { space: space.id, manifests: manifests.collect(), part });
    }
    parts
}

const fn is_earlier(what: &What) -> bool {
    matches!(what, What::Said(Content::EarlierPart(_) | Content::EarlierEntry(_)))
}

fn entry(event: &Event) -> Entry {
    let what = match &event.what {
        What::Said(content) => Kept::Said(content.to_bytes()),
        What::Erased => Kept::Erased,
        What::Unverified => Kept::Unverified,
        What::Closed => Kept::Closed,
    };
    Entry { id: event.id, author: event.author, at: event.received_at, what }
}

/// The files that parts name.
fn wanted(parts: &[PartOf]) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (part, of) in parts.iter().enumerate() {
        for (entry, it) in of.part.entries.iter().enumerate() {
            let Kept::Said(bytes) = &it.what else { continue };
            let Ok(content) = Content::from_bytes(bytes) else { continue };
            let Some(file) = whole::file_in(&content) else { continue };
            let mut file = file.clone();
            let manifest = of.manifests.get(&entry);
            let opens = of.part.from.is_none() || manifest.is_some();
            if let Some(manifest) = manifest {
                file.manifest.clone_from(manifest);
            }
            wanted.push(Wanted { space: of.space, part, entry, content, file, opens });
        }
    }
    wanted
}

/// What is there already of a part that `me` brings: its title page, and which entries.
fn there(
    all: &Conversation,
    me: rapport_care::AccountId,
    archive: [u8; 32],
    part: u16,
) -> (bool, BTreeSet<u32>) {
    let (mut title, mut entries) = (false, BTreeSet::new());
    for event in all.events().filter(|event| event.author == me) {
        match &event.what {
            What::Said(Content::EarlierPart(it)) if it.from.archive == archive && it.part == part => {
                title = true;
            }
            What::Said(Content::EarlierEntry(it)) if it.archive == archive && it.part == part => {
                entries.insert(it.number);
            }
            _ => {}
        }
    }
    (title, entries)
}

/// What an archive is, once its signature fits and is by whom its manifest says.
fn provenance(archive: &Archive) -> Result<Provenance, ClientError> {
    let export = SignedExport::from_bytes(&archive.signature).map_err(|_| ClientError::ArchiveChanged)?;
    let signer = export.identity.fingerprint();
    if export.verify(&archive.manifest).is_err() || signer != archive.signer {
        return Err(ClientError::ArchiveChanged);
    }
    let exported_at = archive.whole.exported_at;
    Ok(Provenance { archive: sha256(&archive.manifest), signer, exported_at })
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl EarlierView {
    /// When it was taken, as it says.
    pub fn taken_at(&self) -> Option<Timestamp> {
        self.part.from.map(|from| Timestamp::from_micros(from.exported_at))
    }
}
