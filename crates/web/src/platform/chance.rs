//! The system's source of chance, as `rand_core` wants it.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

/// Chance from the browser.
pub(crate) struct SystemChance;

impl SystemChance {
    /// Fills with chance.
    pub(crate) fn fill(bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // A key made from anything else would be worse than no page.
            wasm_bindgen::throw_str("this browser has no source of chance");
        }
    }
}

impl TryRng for SystemChance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        Self::fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        Self::fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        Self::fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for SystemChance {}
