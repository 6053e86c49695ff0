//! Mail out, as an operator sets it up; off until there is a host.

use std::net::IpAddr;
use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

use super::Config;
use super::rules::is_local;

/// The name people see before the address, unless another is configured: it says nothing.
const SENDER: &str = "Notices";

/// How mail leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// The mail server that takes our mail; no mail is sent without one.
    pub host: Option<String>,
    /// Its port; by `tls` when absent: 587, 465 or 25.
    pub port: Option<u16>,
    /// How the connection is kept private.
    pub tls: MailTls,
    /// PEM file of the authority that signed its certificate; the system's authorities when absent.
    pub ca: Option<PathBuf>,
    /// Name to sign in there.
    pub username: Option<String>,
    /// Password to sign in there.
    pub password: Option<String>,
    /// File that holds the password.
    pub password_file: Option<PathBuf>,
    /// What stands in From.
    pub from: Option<String>,
}

/// How the connection to the mail server is kept private.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
pub enum MailTls {
    /// It begins in the clear and must change over before anything is said (RFC 3207).
    #[default]
    Starttls,
    /// TLS from the first byte (RFC 8314).
    Implicit,
    /// Not at all; only to this machine.
    None,
}

/// The text names no way to keep the connection private.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no way to reach a mail server: write \"starttls\", \"implicit\" or \"none\"")]
pub struct NotMailTls(String);

impl TryFrom<String> for MailTls {
    type Error = NotMailTls;

    fn try_from(text: String) -> Result<Self, NotMailTls> {
        match text.as_str() {
            "starttls" => Ok(Self::Starttls),
            "implicit" => Ok(Self::Implicit),
            "none" => Ok(Self::None),
            _ => Err(NotMailTls(text)),
        }
    }
}

/// Why mail cannot be sent like this, and what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMail {
    /// Other keys without a host.
    #[error("mail.host is missing: set it, or remove the other keys of [mail]")]
    NoHost,
    /// In the clear over a network.
    #[error(
        "mail.tls = \"none\" is for a mail server on this machine: use \"starttls\" or \"implicit\" for {0}"
    )]
    Clear(String),
    /// Half of a login.
    #[error(
        "mail.username and a password belong together: set mail.username and one of mail.password and mail.password_file, or none of them"
    )]
    HalfLogin,
    /// No address.
    #[error("mail.from is no address: write \"Name <name@practice.example>\"")]
    From,
}

impl Mail {
    /// Refuses what could not work, or not safely.
    pub(super) fn check(&self) -> Result<(), BadMail> {
        let Some(host) = &self.host else {
            let only_defaults = *self == Self::default();
            return if only_defaults { Ok(()) } else { Err(BadMail::NoHost) };
        };
        if self.tls == MailTls::None && !is_local(host) {
            return Err(BadMail::Clear(host.clone()));
        }
        let passwords = usize::from(self.password.is_some()) + usize::from(self.password_file.is_some());
        if passwords != usize::from(self.username.is_some()) {
            return Err(BadMail::HalfLogin);
        }
        match &self.from {
            Some(from) if from.parse::<Mailbox>().is_err() => Err(BadMail::From),
            _ => Ok(()),
        }
    }

    /// The port of the mail server.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            MailTls::Starttls => 587,
            MailTls::Implicit => 465,
            MailTls::None => 25,
        })
    }
}

impl Config {
    /// What stands in From: as configured, or a name that says nothing at the host people know.
    pub fn mail_from(&self) -> Option<Mailbox> {
        if let Some(from) = &self.mail.from {
            return from.parse().ok();
        }
        format!("{SENDER} <no-reply@{}>", self.public_host()).parse().ok()
    }

    /// The host people type, without a port; names things outside for ever, so it does not follow the listener.
    pub fn public_host(&self) -> String {
        let authority =
            self.origins.first().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
        let host = authority.map_or("localhost", |authority| match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        });
        // An address literal is written otherwise in mail.
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if bare.parse::<IpAddr>().is_ok() { "localhost".to_owned() } else { host.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Mail)) -> Result<(), BadMail> {
        let mut mail = Mail { host: Some("mail.example".to_owned()), ..Mail::default() };
        change(&mut mail);
        mail.check()
    }

    #[test]
    fn mail_is_off_until_there_is_a_host() {
        assert_eq!(Mail::default().check(), Ok(()));
        let lost = Mail { username: Some("me".to_owned()), ..Mail::default() };
        assert_eq!(lost.check(), Err(BadMail::NoHost));
        assert_eq!(with(|_| ()), Ok(()));
    }

    #[test]
    fn nothing_goes_over_a_network_in_the_clear() {
        assert!(matches!(with(|mail| mail.tls = MailTls::None), Err(BadMail::Clear(_))));
        let here = |mail: &mut Mail| (mail.tls, mail.host) = (MailTls::None, Some("127.0.0.1".to_owned()));
        assert_eq!(with(here), Ok(()));
    }

    #[test]
    fn a_login_is_whole_and_from_is_an_address() {
        assert_eq!(with(|mail| mail.username = Some("me".to_owned())), Err(BadMail::HalfLogin));
        assert_eq!(with(|mail| mail.password = Some("x".to_owned())), Err(BadMail::HalfLogin));
        let twice = |mail: &mut Mail| {
            mail.username = Some("me".to_owned());
            (mail.password, mail.password_file) = (Some("x".to_owned()), Some("y".into()));
        };
        assert_eq!(with(twice), Err(BadMail::HalfLogin));
        assert_eq!(with(|mail| mail.from = Some("nobody".to_owned())), Err(BadMail::From));
        assert_eq!(with(|mail| mail.from = Some("A <a@b.example>".to_owned())), Ok(()));
    }

    #[test]
    fn the_sender_is_at_the_host_people_know() {
        let at = |origin: &str| {
            let config = Config { origins: vec![origin.to_owned()], ..Config::default() };
            config.mail_from().unwrap().to_string()
        };
        assert_eq!(at("https://rooms.example:8443"), "Notices <no-reply@rooms.example>");
        assert_eq!(at("http://[::1]:80"), "Notices <no-reply@localhost>");
    }
}
