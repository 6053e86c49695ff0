//! What every part of the engine works with: whose it is, and where its effects go.

use std::collections::VecDeque;

use rand_core::CryptoRng;
use rapport_envelope::Log;
use rapport_seal::space::Author;
use rapport_seal::vault::VaultKey;
use rapport_seal::{Keyring, SecretIdentity};
use rapport_wire::socket::{Up, encode};
use rapport_wire::{AccountId, SpaceId};
use serde::Serialize;

use super::Output;
use crate::call::CallEvent;
use crate::finding::{Finding, Noticed};
use crate::platform::Write;
use crate::views::Change;

/// Whose engine it is.
pub(crate) struct Me {
    pub(crate) account: AccountId,
    pub(crate) identity: SecretIdentity,
    pub(crate) vault: VaultKey,
}

impl Me {
    pub(crate) fn of(keyring: &Keyring) -> Self {
        let (sign, receive) = keyring.identity().seeds();
        let identity = SecretIdentity::from_seeds(&sign, receive);
        Self { account: keyring.account(), vault: VaultKey::of(&identity), identity }
    }

    /// Oneself as the author of something on a log.
    pub(crate) const fn on<'a>(&'a self, log: &'a Log) -> Author<'a> {
        Author { log, account: self.account, identity: &self.identity }
    }

    /// A value sealed for the vault.
    pub(crate) fn keep<T: Serialize>(&self, name: String, value: &T, rng: &mut impl CryptoRng) -> Write {
        // postcard into a growing vector fails only for types without a length; ours have none.
        let clear = zeroize::Zeroizing::new(postcard::to_allocvec(value).unwrap_or_default());
        let sealed = self.vault.seal(&name, &clear, rng);
        Write::Put(name, sealed)
    }
}

/// Effects, in the order in which they must happen: what is kept is kept before what follows is sent.
#[derive(Default)]
pub(crate) struct Out {
    queue: VecDeque<Output>,
    /// How many writes were ever asked for.
    writes: u64,
    findings: Vec<Finding>,
}

impl Out {
    pub(crate) fn frame(&mut self, frame: &Up) {
        self.queue.push_back(Output::Frame(encode(frame)));
    }

    /// Keeps writes; a run of them becomes one batch.
    pub(crate) fn keep(&mut self, writes: impl IntoIterator<Item = Write>) {
        let writes: Vec<Write> = writes.into_iter().collect();
        self.writes += writes.len() as u64;
        match self.queue.back_mut() {
            Some(Output::Keep(batch)) => batch.extend(writes),
            _ => self.queue.push_back(Output::Keep(writes)),
        }
    }

    pub(crate) fn change(&mut self, change: Change) {
        // The same news twice in a row is one piece of news.
        let told = Output::Change(change);
        if self.queue.back() != Some(&told) {
            self.queue.push_back(told);
        }
    }

    pub(crate) fn call(&mut self, event: CallEvent) {
        self.queue.push_back(Output::Call(event));
    }

    pub(crate) fn keyring(&mut self) {
        if !self.queue.contains(&Output::KeepKeyring) {
            self.queue.push_back(Output::KeepKeyring);
        }
    }

    /// Remembers a finding and tells it, once.
    pub(crate) fn finding(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding.clone());
            self.change(Change::Finding(finding));
        }
    }

    pub(crate) fn noticed(&mut self, space: SpaceId, what: Noticed) -> Finding {
        let finding = Finding::in_space(space, what);
        self.finding(finding.clone());
        finding
    }

    pub(crate) fn forgive(&mut self, forgiven: impl Fn(&Finding) -> bool) {
        self.findings.retain(|finding| !forgiven(finding));
    }

    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub(crate) const fn writes(&self) -> u64 {
        self.writes
    }

    pub(crate) fn next(&mut self) -> Option<Output> {
        self.queue.pop_front()
    }

    /// Frames that were not sent when the line broke are not sent later: everything is asked again.
    pub(crate) fn drop_frames(&mut self) {
        self.queue.retain(|output| !matches!(output, Output::Frame(_)));
    }
}
