//! Brotli at its best, done once here rather than for each person who asks.

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;

/// The highest quality there is: seconds here, less for every phone on a slow line.
const QUALITY: i32 = 11;

/// The window of 16 MiB that every browser supports (RFC 7932 9.1).
const WINDOW_BITS: i32 = 24;

/// The compressed form, or none when it is no smaller.
pub(super) fn brotli(bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW_BITS,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut small, &params)?;
    Ok((small.len() < bytes.len()).then_some(small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "a quiet, well-lit room ".repeat(100);
        let small = brotli(text.as_bytes()).unwrap().unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        assert!(brotli(&[1]).unwrap().is_none());
    }
}
