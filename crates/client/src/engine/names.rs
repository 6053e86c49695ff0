//! Names in the vault: `log/SPACE/INDEX`, `head/SPACE/POSITION`, `body/SPACE/POSITION`, `out/SPACE/ORDER`,
//! `read/SPACE`. Numbers are hexadecimal of fixed width, so that names sort as numbers do.

use rapport_wire::SpaceId;

use crate::platform::Write;

/// What is kept under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    Log(SpaceId, u64),
    Head(SpaceId, u64),
    Body(SpaceId, u64),
    Out(SpaceId, u64),
    Read(SpaceId),
}

/// Everything of a space but its outbox, by prefix.
pub(crate) fn fetched(space: SpaceId) -> [String; 3] {
    ["log", "head", "body"].map(|kind| format!("{kind}/{space}/"))
}

/// Forgets everything of a space.
pub(crate) fn everything(space: SpaceId) -> impl Iterator<Item = Write> {
    let kinds = ["log", "head", "body", "out"].into_iter();
    let lists = kinds.map(move |kind| Write::DeleteAll(format!("{kind}/{space}/")));
    lists.chain([Write::Delete(Name::Read(space).text())])
}

impl Name {
    pub(crate) fn text(self) -> String {
        match self {
            Self::Log(space, n) => format!("log/{space}/{n:016x}"),
            Self::Head(space, n) => format!("head/{space}/{n:016x}"),
            Self::Body(space, n) => format!("body/{space}/{n:016x}"),
            Self::Out(space, n) => format!("out/{space}/{n:016x}"),
            Self::Read(space) => format!("read/{space}"),
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let kind = parts.next()?;
        let space = parts.next()?.parse().ok()?;
        let number = parts.next().map(|n| u64::from_str_radix(n, 16));
        match (kind, number) {
            ("log", Some(Ok(n))) => Some(Self::Log(space, n)),
            ("head", Some(Ok(n))) => Some(Self::Head(space, n)),
            ("body", Some(Ok(n))) => Some(Self::Body(space, n)),
            ("out", Some(Ok(n))) => Some(Self::Out(space, n)),
            ("read", None) => Some(Self::Read(space)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_nothing_else_does() {
        let space = SpaceId::from_bytes([0xfe; 32]);
        for name in
            [Name::Log(space, 0), Name::Head(space, 7), Name::Body(space, u64::MAX), Name::Read(space)]
        {
            assert_eq!(Name::parse(&name.text()), Some(name));
        }
        assert_eq!(Name::parse("unlock"), None);
        assert_eq!(Name::parse("log/short/1"), None);
    }
}
