//! The system's cryptographic source, as the crates below want it.

use rand_core::{Infallible, TryCryptoRng, TryRng};

/// The system's source.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl System {
    /// Fills with random bytes.
    pub fn fill(self, bytes: &mut [u8]) {
        // A machine without chance can keep no secret: there is nothing sensible to go on with.
        #[expect(clippy::expect_used, reason = "there is no way on without chance")]
        getrandom::fill(bytes).expect("the system gives random bytes");
    }
}

impl TryRng for System {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for System {}
