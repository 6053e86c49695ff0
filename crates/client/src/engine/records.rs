//! Membership records as they come: verified, their keys learnt, their people pinned.

use rand_core::CryptoRng;
use rapport_envelope::{Act, Log, LogError, Record};
use rapport_seal::epoch::EpochError;
use rapport_seal::pins::{PinError, Pins, Trust};
use rapport_wire::AccountId;
use rapport_wire::space::StoredRecord;

use super::desk::{Me, Out};
use super::names::Name;
use super::space::Space;
use crate::finding::Noticed;
use crate::views::Change;

impl Space {
    /// Takes records in order. What was taken before must be the same; the first that does not hold
    /// freezes the space.
    pub(crate) fn take_records(
        &mut self,
        records: &[StoredRecord],
        me: &Me,
        pins: &mut Pins,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        for record in records {
            if self.frozen.is_some() {
                return;
            }
            if record.index < self.next_index() {
                self.same_again(record, out);
                continue;
            }
            match self.learn(record, me) {
                Ok(()) => {
                    out.keep([me.keep(Name::Log(self.id, record.index).text(), record, rng)]);
                    self.meet(record, me.account, pins, out);
                    self.refetched = false;
                }
                Err(what) => self.freeze(what, out),
            }
        }
        out.change(Change::Space(self.id));
        out.change(Change::Spaces);
    }

    fn same_again(&mut self, record: &StoredRecord, out: &mut Out) {
        let known = self.log.as_ref().and_then(|log| log.head_at(record.index));
        if known != Some(Record::hash_of(&record.record)) {
            self.freeze(Noticed::Membership { index: record.index, wrong: LogError::Broken }, out);
        }
    }

    /// Verifies one record and learns the epoch it begins.
    pub(crate) fn learn(&mut self, stored: &StoredRecord, me: &Me) -> Result<(), Noticed> {
        let wrong = |wrong| Noticed::Membership { index: stored.index, wrong };
        let wraps = stored.wraps.as_deref();
        match &mut self.log {
            None if stored.index == 0 => {
                let log = Log::begin(self.id, &stored.record, wraps).map_err(wrong)?;
                self.kind = log.kind();
                self.log = Some(log);
            }
            None => return Err(wrong(LogError::Broken)),
            Some(log) => log.append(&stored.record, wraps, Some(stored.received_at)).map_err(wrong)?,
        }
        let record = Record::from_bytes(&stored.record).map_err(|e| wrong(e.into()))?;
        let (Some(log), Some(wraps), Some(start)) = (&self.log, wraps, record.act.epoch_start()) else {
            return Ok(());
        };
        match self.epochs.learn(log, wraps, me.account, &me.identity) {
            // From before one's time, or after it.
            Ok(()) | Err(EpochError::NotForMe) => Ok(()),
            Err(_) => Err(Noticed::EpochKey { epoch: start.epoch }),
        }
    }

    /// Pins the keys a record brings, or notices that they are not the ones known.
    fn meet(&mut self, stored: &StoredRecord, me: AccountId, pins: &mut Pins, out: &mut Out) {
        let Ok(record) = Record::from_bytes(&stored.record) else { return };
        let (account, identity) = match &record.act {
            Act::Genesis { identity, .. } | Act::Join { identity, .. } => (record.author, identity),
            Act::Add { account, identity, .. } => (*account, identity),
            _ => return,
        };
        let fresh = pins.person(account).is_none();
        match pins.pin(account, identity.fingerprint(), Trust::Invitation) {
            Ok(()) if fresh && account != me => out.keyring(),
            Err(PinError::Changed { known_by }) => {
                self.changed_keys.insert(account);
                out.noticed(self.id, Noticed::KeyChanged { account, compared: known_by == Trust::Compared });
            }
            Ok(()) | Err(PinError::Full) => {}
        }
    }
}
