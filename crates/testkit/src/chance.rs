//! Chance that repeats: the same seed, the same test.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// A generator that gives the same numbers for the same seed, on every machine.
///
/// ```
/// use rand_core::Rng;
/// assert_eq!(rapport_testkit::chance::seeded(7).next_u64(), rapport_testkit::chance::seeded(7).next_u64());
/// ```
pub fn seeded(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}
