//! Mail out: what is said, how it looks, and the way to the operator's mail server.
//!
//! What features stand on, not a feature: `outbox` sends with it, `doctor` tries it. Every sentence that leaves
//! by mail is in [`words`]; a test reads all of them for anything that would tell a glance at a telephone whom
//! it is about. No address is ever logged.

mod letter;
mod line;
pub(crate) mod words;

use lettre::Address;
use lettre::message::Mailbox;
use rapport_wire::limits::MAIL_ADDRESS_BYTES_MAX;

pub(crate) use letter::{Enclosed, Letter};
pub(crate) use line::{MailError, Mailer};

/// A mail address somebody typed: one mailbox in ASCII (RFC 5321 4.1.2), with nothing around it.
pub(crate) fn parse_address(text: &str) -> Option<Address> {
    let plain = text.is_ascii() && text.len() <= MAIL_ADDRESS_BYTES_MAX;
    // A quoted local part may hold anything, and nobody has one.
    let plain =
        plain && !text.contains(['"', '<', '>', ' ', ',']) && !text.bytes().any(|b| b.is_ascii_control());
    let address: Address = plain.then(|| text.parse().ok()).flatten()?;
    // A name without a dot is a machine nearby, and a literal is an address to knock at.
    address.domain().contains('.').then_some(address).filter(|address| !address.domain().starts_with('['))
}

/// The mailbox of an address alone.
pub(crate) const fn mailbox(address: Address) -> Mailbox {
    Mailbox { name: None, email: address }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_mailbox_and_nothing_else() {
        for good in ["a@b.example", "first.last+tag@mail.b.example", "a_b-c@xn--bcher-kva.example"] {
            assert!(parse_address(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.example",
            "a@",
            "a@localhost",
            "a@[127.0.0.1]",
            "A <a@b.example>",
            "a@b.example,c@d.example",
            "a b@c.example",
            "a@b.example\r\nBcc: c@d.example",
            "\"a b\"@c.example",
            "ä@b.example",
            "a@b@c.example",
        ] {
            assert!(parse_address(bad).is_none(), "{bad}");
        }
        assert!(parse_address(&format!("{}@b.example", "a".repeat(300))).is_none());
    }
}
