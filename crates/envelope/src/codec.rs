//! Canonical bytes: one value, one encoding, so that a hash or signature over them means one thing.
//!
//! Integers are big-endian and of fixed width. Byte strings of variable length carry a `u32` length. A
//! reader refuses what is left over, so no two inputs read as the same value.

/// Bytes that are not of the form they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The input ends before the value does.
    #[error("the bytes end too early")]
    Truncated,
    /// Bytes are left after the value.
    #[error("bytes are left over")]
    Trailing,
    /// A version this software does not know.
    #[error("version {0} is not known")]
    Version(u8),
    /// A value outside its range.
    #[error("{0} is out of range")]
    Range(&'static str),
    /// A public key that is no point, or a weak one.
    #[error("a public key is not valid")]
    Key,
}

/// Reads canonical bytes front to back.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader over `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `len` bytes.
    pub fn take(&mut self, len: usize) -> Result<&'a [u8], FormatError> {
        let (head, rest) = self.rest.split_at_checked(len).ok_or(FormatError::Truncated)?;
        self.rest = rest;
        Ok(head)
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], FormatError> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(FormatError::Truncated)?;
        self.rest = rest;
        Ok(*head)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, FormatError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// Two bytes, big-endian.
    pub fn u16(&mut self) -> Result<u16, FormatError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Four bytes, big-endian.
    pub fn u32(&mut self) -> Result<u32, FormatError> {
        self.array().map(u32::from_be_bytes)
    }

    /// Eight bytes, big-endian.
    pub fn u64(&mut self) -> Result<u64, FormatError> {
        self.array().map(u64::from_be_bytes)
    }

    /// A byte string behind a `u32` length of at most `max`.
    pub fn bytes(&mut self, max: usize) -> Result<&'a [u8], FormatError> {
        let len = self.u32()? as usize;
        if len > max {
            return Err(FormatError::Range("length"));
        }
        self.take(len)
    }

    /// Refuses a version byte other than `known`.
    pub fn version(&mut self, known: u8) -> Result<(), FormatError> {
        match self.u8()? {
            version if version == known => Ok(()),
            version => Err(FormatError::Version(version)),
        }
    }

    /// A flag byte: 0 or 1, nothing else.
    pub fn flag(&mut self) -> Result<bool, FormatError> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(FormatError::Range("flag")),
        }
    }

    /// Ends reading; refuses leftovers.
    pub const fn end(self) -> Result<(), FormatError> {
        if self.rest.is_empty() { Ok(()) } else { Err(FormatError::Trailing) }
    }
}

/// Writes canonical bytes.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    pub const fn new() -> Self {
        Self { bytes: Vec::new() }
    }

    /// Appends raw bytes (a field of fixed width).
    #[must_use]
    pub fn raw(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.bytes.extend_from_slice(bytes.as_ref());
        self
    }

    /// Appends one byte.
    #[must_use]
    pub fn u8(self, value: u8) -> Self {
        self.raw([value])
    }

    /// Appends two bytes, big-endian.
    #[must_use]
    pub fn u16(self, value: u16) -> Self {
        self.raw(value.to_be_bytes())
    }

    /// Appends four bytes, big-endian.
    #[must_use]
    pub fn u32(self, value: u32) -> Self {
        self.raw(value.to_be_bytes())
    }

    /// Appends eight bytes, big-endian.
    #[must_use]
    pub fn u64(self, value: u64) -> Self {
        self.raw(value.to_be_bytes())
    }

    /// Appends a byte string behind its `u32` length.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> Self {
        // Every caller's bytes are bounded far below 4 GiB by `wire::limits`.
        self.u32(bytes.len() as u32).raw(bytes)
    }

    /// The bytes.
    pub fn done(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_was_written_and_refuses_the_rest() {
        let bytes = Writer::new().u8(1).u16(2).u32(3).u64(4).bytes(b"five").done();
        let mut r = Reader::new(&bytes);
        assert_eq!(r.version(1), Ok(()));
        assert_eq!((r.u16(), r.u32(), r.u64()), (Ok(2), Ok(3), Ok(4)));
        assert_eq!(r.bytes(4), Ok(&b"five"[..]));
        assert_eq!(r.clone().u8(), Err(FormatError::Truncated));
        assert_eq!(r.end(), Ok(()));
        assert_eq!(Reader::new(&[0]).end(), Err(FormatError::Trailing));
        assert_eq!(Reader::new(&[2]).version(1), Err(FormatError::Version(2)));
        assert_eq!(Reader::new(&[0, 0, 0, 9]).bytes(8), Err(FormatError::Range("length")));
    }
}
