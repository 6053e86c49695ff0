//! The connection to the operator's mail server: opened when there is mail, kept for the next, given up after a
//! while.
//!
//! One mail is on its way at a time. Each answer must be the one that belongs to its question: a server that
//! answers twice is hung up on before it can be misunderstood, so that nothing counts as sent that was not
//! taken. What a server says is never logged: it may quote an address.

use std::fs;
use std::time::Duration;

use anyhow::Context;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use rapport_wire::limits::{MAIL_IDLE_SECONDS_MAX, MAIL_SECONDS_MAX};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::Letter;
use crate::config::{Config, MailTls};

/// How one mail may take in all.
const PATIENCE: Duration = Duration::from_secs(MAIL_SECONDS_MAX);
/// How long a connection is kept for the next mail.
const KEPT: Duration = Duration::from_secs(MAIL_IDLE_SECONDS_MAX);

/// Why a mail did not go out. The text is what an operator sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MailError {
    /// No connection, or it broke.
    #[error("the mail server cannot be reached: check mail.host, mail.port and that it is running")]
    Unreachable,
    /// No private connection.
    #[error("no TLS with the mail server: check mail.tls, mail.ca and its certificate")]
    Tls,
    /// The login does not work.
    #[error("the mail server refuses the sign-in: check mail.username and the password")]
    Login,
    /// It offers no way to sign in that we know.
    #[error("the mail server offers no sign-in by PLAIN or LOGIN: check mail.port and mail.tls")]
    NoLogin,
    /// It takes too long.
    #[error("the mail server takes longer than {MAIL_SECONDS_MAX} seconds")]
    Slow,
    /// It does not speak SMTP as it should.
    #[error("the mail server answers out of turn")]
    Garbled,
    /// It refuses our address as a sender.
    #[error("the mail server refuses the sender: check mail.from and that this machine may send")]
    Sender,
    /// It does not take this mail now (4yz).
    #[error("the mail server puts the mail off")]
    Deferred,
    /// It does not take this mail at all (5yz).
    #[error("the mail server refuses the mail")]
    Refused,
    /// The letter cannot be written.
    #[error("the mail cannot be written")]
    Unwritable,
}

impl MailError {
    /// A short stable name, for the outbox.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "mail-unreachable",
            Self::Tls => "mail-tls",
            Self::Login => "mail-login",
            Self::NoLogin => "mail-no-login",
            Self::Slow => "mail-slow",
            Self::Garbled => "mail-garbled",
            Self::Sender => "mail-sender",
            Self::Deferred => "mail-deferred",
            Self::Refused => "mail-refused",
            Self::Unwritable => "mail-unwritable",
        }
    }

    /// Whether trying again cannot help.
    pub(crate) const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Unwritable)
    }

    /// Whether the next mail would fare no better.
    pub(crate) const fn is_for_all(self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::Tls
                | Self::Login
                | Self::NoLogin
                | Self::Slow
                | Self::Garbled
                | Self::Sender
        )
    }
}

/// The way to the mail server.
pub(crate) struct Mailer {
    host: String,
    port: u16,
    tls: MailTls,
    parameters: Option<TlsParameters>,
    credentials: Option<Credentials>,
    hello: ClientId,
    from: Mailbox,
    kept: Mutex<Option<Kept>>,
}

/// An open connection, and when it was last of use.
struct Kept {
    connection: AsyncSmtpConnection,
    used: Instant,
}

impl Mailer {
    /// As configured; none when mail is off.
    pub(crate) fn open(config: &Config) -> anyhow::Result<Option<Self>> {
        let mail = &config.mail;
        let Some(host) = mail.host.clone() else { return Ok(None) };
        let password = match &mail.password_file {
            Some(file) => {
                let text = fs::read_to_string(file)
                    .with_context(|| format!("mail.password_file: {} cannot be read", file.display()))?;
                Some(text.trim_end().to_owned())
            }
            None => mail.password.clone(),
        };
        let credentials = mail.username.clone().zip(password);
        let parameters = match mail.tls {
            MailTls::None => None,
            MailTls::Starttls | MailTls::Implicit => Some(tls_parameters(&host, mail.ca.as_deref())?),
        };
        Ok(Some(Self {
            port: mail.port(),
            tls: mail.tls,
            parameters,
            credentials: credentials.map(|(name, password)| Credentials::new(name, password)),
            hello: ClientId::Domain(config.public_host()),
            from: config.mail_from().context("mail.from is no address")?,
            kept: Mutex::new(None),
            host,
        }))
    }

    /// What stands in From.
    pub(crate) const fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Hands a letter over. When this returns without an error, the mail server has taken it on.
    pub(crate) async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let bytes = letter.to_bytes().map_err(|_| MailError::Unwritable)?;
        let mut kept = self.kept.lock().await;
        // Taken out for as long as a mail is on its way: what fails or takes too long is hung up on.
        let old = kept.take().filter(|kept| kept.used.elapsed() < KEPT);
        let connection = timeout(PATIENCE, async {
            // An idle connection may have been closed at the other end, which is no news about the mail.
            let mut connection = match still_open(old).await {
                Some(open) => open,
                None => self.connect().await?,
            };
            hand_over(&mut connection, letter, &bytes).await?;
            Ok(connection)
        });
        let connection = connection.await.unwrap_or(Err(MailError::Slow))?;
        *kept = Some(Kept { connection, used: Instant::now() });
        Ok(())
    }

    /// Whether the mail server answers and lets us in. Sends nothing.
    pub(crate) async fn look(&self) -> Result<(), MailError> {
        timeout(PATIENCE, self.connect()).await.unwrap_or(Err(MailError::Slow)).map(drop)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, MailError> {
        let at_once = self.parameters.clone().filter(|_| self.tls == MailTls::Implicit);
        let server = (self.host.as_str(), self.port);
        let opened = AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &self.hello, at_once, None);
        let mut connection = opened.await.map_err(|error| of_connection(&error))?;
        if let Some(parameters) = self.parameters.clone().filter(|_| self.tls == MailTls::Starttls) {
            connection.starttls(parameters, &self.hello).await.map_err(|_| MailError::Tls)?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&mechanisms, credentials).await.map_err(|error| of_sign_in(&error))?;
        }
        Ok(connection)
    }
}

/// A kept connection, if the other end has kept it, too.
async fn still_open(kept: Option<Kept>) -> Option<AsyncSmtpConnection> {
    let mut connection = kept?.connection;
    connection.test_connected().await.then_some(connection)
}

/// One mail over an open connection (RFC 5321 3.3), each answer looked at.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    letter: &Letter,
    bytes: &[u8],
) -> Result<(), MailError> {
    let sender = Mail::new(Some(letter.from.email.clone()), Vec::new());
    expect(connection.command(sender).await, &[250], MailError::Sender)?;
    let recipient = Rcpt::new(letter.to.email.clone(), Vec::new());
    expect(connection.command(recipient).await, &[250, 251], MailError::Refused)?;
    // Anything but 354 here is the answer to an earlier question: hung up now, nothing is sent.
    expect(connection.command(Data).await, &[354], MailError::Refused)?;
    expect(connection.message(bytes).await, &[250], MailError::Refused)
}

fn expect(answer: Result<Response, Error>, codes: &[u16], refused: MailError) -> Result<(), MailError> {
    match answer {
        Ok(response) if codes.iter().any(|code| response.has_code(*code)) => Ok(()),
        Ok(_) => Err(MailError::Garbled),
        Err(error) if error.is_permanent() => Err(refused),
        Err(error) if error.is_transient() => Err(MailError::Deferred),
        Err(error) => Err(of_connection(&error)),
    }
}

/// What went wrong with signing in.
fn of_sign_in(error: &Error) -> MailError {
    if error.is_permanent() {
        MailError::Login
    } else if error.is_client() {
        MailError::NoLogin
    } else if error.is_transient() {
        // RFC 4954 6: it cannot look the password up just now.
        MailError::Deferred
    } else {
        of_connection(error)
    }
}

/// What went wrong with a connection itself.
fn of_connection(error: &Error) -> MailError {
    if error.is_tls() {
        MailError::Tls
    } else if error.is_timeout() {
        MailError::Slow
    } else if error.is_response() {
        MailError::Garbled
    } else {
        MailError::Unreachable
    }
}

fn tls_parameters(host: &str, ca: Option<&std::path::Path>) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(file) = ca {
        let pem = fs::read(file).with_context(|| format!("mail.ca: {} cannot be read", file.display()))?;
        let authority = Certificate::from_pem(&pem)
            .with_context(|| format!("mail.ca: {} is no certificate", file.display()))?;
        builder = builder.certificate_store(CertificateStore::None).add_root_certificate(authority);
    }
    builder.build_rustls().context("TLS for mail cannot be set up")
}
