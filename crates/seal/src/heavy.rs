//! The slow steps, as bytes in and bytes out: run natively on a blocking thread, in a browser in a worker.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::heavy::{Done, HeavyError, Job, run_bytes};
//! use rapport_seal::opaque::{OpaqueError, Passphrase};
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let job = Job::LoginFinish { passphrase: Passphrase::new("x"), state: vec![], response: vec![] };
//! let answer = Done::read(&run_bytes(&job.to_bytes(), &mut rng));
//! assert_eq!(answer.unwrap_err(), HeavyError::Opaque(OpaqueError::BadState));
//! ```

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::opaque::{self, ExportKey, OpaqueError, Passphrase};

/// Something slow to do.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub enum Job {
    /// Second step of signing up, of changing the passphrase, and of recovery.
    RegistrationFinish {
        /// The new passphrase.
        passphrase: Passphrase,
        /// From [`opaque::registration_start`].
        state: Vec<u8>,
        /// OPAQUE RegistrationResponse.
        response: Vec<u8>,
    },
    /// Second step of signing in.
    LoginFinish {
        /// The passphrase.
        passphrase: Passphrase,
        /// From [`opaque::login_start`].
        state: Vec<u8>,
        /// OPAQUE KE2.
        response: Vec<u8>,
    },
}

/// What came of it.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub enum Done {
    /// Of [`Job::RegistrationFinish`].
    Registered {
        /// OPAQUE RegistrationRecord, to be sent.
        record: Vec<u8>,
        /// Locks the keyring.
        export_key: ExportKey,
    },
    /// Of [`Job::LoginFinish`].
    LoggedIn {
        /// OPAQUE KE3, to be sent.
        finish: Vec<u8>,
        /// Opens the keyring.
        export_key: ExportKey,
    },
}

/// Why a job came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum HeavyError {
    /// A step of OPAQUE refused.
    #[error(transparent)]
    Opaque(#[from] OpaqueError),
    /// The bytes were not a job, or not an answer to one: page and worker are of different versions.
    #[error("the page and its worker do not understand each other; reload")]
    Garbled,
}

/// Does a job.
pub fn run(job: &Job, rng: &mut impl CryptoRng) -> Result<Done, HeavyError> {
    match job {
        Job::RegistrationFinish { passphrase, state, response } => {
            let done = opaque::registration_finish(state, passphrase, response, rng)?;
            Ok(Done::Registered { record: done.record, export_key: done.export_key })
        }
        Job::LoginFinish { passphrase, state, response } => {
            let done = opaque::login_finish(state, passphrase, response, rng)?;
            Ok(Done::LoggedIn { finish: done.finish, export_key: done.export_key })
        }
    }
}

/// Does a job given as bytes; the answer is read by [`Done::read`].
pub fn run_bytes(job: &[u8], rng: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let answer = postcard::from_bytes(job).map_err(|_| HeavyError::Garbled).and_then(|job| run(&job, rng));
    Zeroizing::new(postcard::to_allocvec(&answer).unwrap_or_default())
}

impl Job {
    /// The job as bytes for a worker. They hold the passphrase.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(postcard::to_allocvec(self).unwrap_or_default())
    }
}

impl Done {
    /// Reads what [`run_bytes`] answered.
    pub fn read(answer: &[u8]) -> Result<Self, HeavyError> {
        postcard::from_bytes::<Result<Self, HeavyError>>(answer).unwrap_or(Err(HeavyError::Garbled))
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let (Self::RegistrationFinish { state, .. } | Self::LoginFinish { state, .. }) = self;
        state.zeroize();
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job(REDACTED)")
    }
}

impl std::fmt::Debug for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Done(REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opaque::tests::Server;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn a_registration_crosses_to_a_worker_and_back() {
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        let passphrase = Passphrase::new("a grey stone bridge");
        let begun = opaque::registration_start(&passphrase, &mut rng).unwrap();
        let response = Server::new().answer_registration(&begun.request);
        let job = Job::RegistrationFinish { passphrase, state: begun.state.to_vec(), response };
        let answer = run_bytes(&job.to_bytes(), &mut rng);
        assert!(matches!(Done::read(&answer), Ok(Done::Registered { record, .. }) if record.len() == 192));
    }

    #[test]
    fn garbage_is_refused_in_both_directions() {
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        assert_eq!(Done::read(&run_bytes(&[9, 9], &mut rng)), Err(HeavyError::Garbled));
        assert_eq!(Done::read(&[]), Err(HeavyError::Garbled));
    }
}
