//! A mail server that keeps what it is given (RFC 5321): for tests that read the mail somebody would get.
//!
//! It speaks as much SMTP as it takes to hand a letter over on one machine, and offers nothing. Real
//! encryption and a real Postfix are met elsewhere.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::wait;

/// A letter as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom, as the envelope says.
    pub to: String,
    /// Headers and body.
    pub text: String,
}

/// A mail server that keeps letters. It ends with this value.
#[derive(Debug)]
pub struct Mailbox {
    address: SocketAddr,
    letters: Arc<Mutex<Vec<Letter>>>,
    listening: JoinHandle<()>,
}

impl Mailbox {
    /// One on a port that is free.
    ///
    /// # Errors
    /// There is no loopback.
    pub async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let letters = Arc::default();
        let kept = Arc::clone(&letters);
        let listening = tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                // A line that breaks keeps what came before it.
                tokio::spawn(async move { drop(take(line, &kept).await) });
            }
        });
        Ok(Self { address, letters, listening })
    }

    /// The settings that make a server hand its mail over here.
    pub fn settings(&self) -> Vec<(String, String)> {
        [
            ("RAPPORT_MAIL__HOST", self.address.ip().to_string()),
            ("RAPPORT_MAIL__PORT", self.address.port().to_string()),
            ("RAPPORT_MAIL__TLS", "none".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Everything that has come.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for a letter to somebody that says this.
    ///
    /// # Errors
    /// None came within the limit.
    pub async fn letter(&self, limit: Duration, to: &str, says: &str) -> Result<Letter> {
        let what = format!("a letter to {to} that says {says:?}");
        wait::until_within(limit, &what, async || {
            Ok(self.letters().into_iter().rev().find(|it| it.to == to && it.text.contains(says)))
        })
        .await
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// One connection: letters until it closes.
async fn take(mut line: TcpStream, kept: &Mutex<Vec<Letter>>) -> Result<()> {
    let (read, mut write) = line.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mailbox.test\r\n").await?;
    let mut to = String::new();
    while let Some(said) = lines.next_line().await? {
        let verb = said.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while let Some(said) = lines.next_line().await?.filter(|said| said != ".") {
                    // 4.5.2: a line that begins with a dot was given another.
                    text.push_str(said.strip_prefix('.').unwrap_or(&said));
                    text.push('\n');
                }
                let letter = Letter { to: to.clone(), text };
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
                b"250 kept\r\n"
            }
            "RCPT" => {
                to = said.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                b"250 good\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 good\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_letter_is_kept_as_it_was_sent() {
        let mailbox = Mailbox::open().await.unwrap();
        let mut line = TcpStream::connect(mailbox.address).await.unwrap();
        let sent = "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<kit@example.org>\r\nDATA\r\nSubject: Hello\r\n\r\n..dots\r\n.\r\nQUIT\r\n";
        line.write_all(sent.as_bytes()).await.unwrap();
        let letter = mailbox.letter(wait::PATIENCE, "kit@example.org", "Hello").await.unwrap();
        assert_eq!(letter.text, "Subject: Hello\n\n.dots\n");
    }
}
