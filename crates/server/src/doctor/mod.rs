//! `rapport doctor`: looks at everything a server needs and says what to mend.

mod calendars;
mod clock;
mod files;
mod mail;
mod network;
mod tls;

use std::fmt;

use rapport_store::Store;
use rapport_wire::Timestamp;

use crate::config::{Config, rules};

pub use mail::trial;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    what: &'static str,
    verdict: Verdict,
}

/// How it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Good(String),
    Soon(String),
    Bad(String),
}

impl Finding {
    fn good(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Good(words.into()) }
    }

    fn soon(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Soon(words.into()) }
    }

    fn bad(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, verdict: Verdict::Bad(words.into()) }
    }

    /// Whether a server would not work, or not safely.
    pub const fn is_bad(&self) -> bool {
        matches!(self.verdict, Verdict::Bad(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, words) = match &self.verdict {
            Verdict::Good(words) => ("good", words),
            Verdict::Soon(words) => ("soon", words),
            Verdict::Bad(words) => ("MEND", words),
        };
        write!(f, "{mark}  {}: {words}", self.what)
    }
}

/// Looks at everything. Changes nothing, except that an older database is brought up to date, as the server
/// would.
pub async fn examine(config: &Config, now: Timestamp) -> Vec<Finding> {
    let mut findings = vec![match rules::check(config) {
        Ok(()) => Finding::good("configuration", "read and safe to start with"),
        Err(error) => Finding::bad("configuration", error.to_string()),
    }];
    findings.push(clock::look(now));
    findings.extend(files::look(config));
    findings.extend(network::look(config));
    findings.extend(tls::look(&config.tls, now));
    findings.push(database(config, now).await);
    findings.extend(calendars::look(config, now).await);
    findings.push(mail::look(config).await);
    findings
}

async fn database(config: &Config, now: Timestamp) -> Finding {
    if config.check_database_file().is_err() {
        return Finding::good("database", "not there yet; the first start makes it");
    }
    let opened = async {
        let store = Store::open(&config.database_url(), now).await?;
        let sound = store.integrity().await;
        store.close().await?;
        sound
    };
    match opened.await {
        Ok(()) => Finding::good("database", "opens, and is undamaged"),
        Err(error) => Finding::bad("database", error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[tokio::test]
    async fn a_fresh_machine_is_fine() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: folder.path().join("data"),
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default()
        };
        std::fs::create_dir(&config.data_dir).unwrap();
        let findings = examine(&config, TODAY).await;
        assert!(!findings.iter().any(Finding::is_bad), "{findings:?}");
    }

    fn said(findings: &[Finding], what: &str) -> String {
        findings.iter().find(|finding| finding.what == what).unwrap().to_string()
    }

    #[tokio::test]
    async fn before_the_first_start_it_says_what_will_be_made_and_what_is_off() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: folder.path().join("not/yet/there"),
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default()
        };
        let findings = examine(&config, TODAY).await;
        assert!(said(&findings, "data folder").ends_with("the first start makes it"));
        assert!(said(&findings, "mail").starts_with("good  mail: off: no reminders"));
        assert!(said(&findings, "calendars elsewhere").contains("no calendar.key yet"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "looking leaves nothing behind");
        // Nothing can be made where no folder is, not even by root.
        std::fs::write(folder.path().join("file"), b"").unwrap();
        for nowhere in ["/proc/rapport".into(), folder.path().join("file/data")] {
            let findings = examine(&Config { data_dir: nowhere, ..config.clone() }, TODAY).await;
            assert!(said(&findings, "data folder").starts_with("MEND"), "{findings:?}");
        }
        std::fs::create_dir_all(&config.data_dir).unwrap();
        std::fs::write(config.data_dir.join("calendar.key"), b"short").unwrap();
        let findings = examine(&config, TODAY).await;
        assert!(said(&findings, "calendars elsewhere").starts_with("MEND"), "a start would be refused");
    }

    #[tokio::test]
    async fn a_mail_server_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        // A port that was just given back: nobody listens.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mail = crate::config::Mail {
            host: Some("127.0.0.1".to_owned()),
            port: Some(port),
            tls: crate::config::MailTls::None,
            ..crate::config::Mail::default()
        };
        let config = Config {
            data_dir: folder.path().to_owned(),
            listen: "127.0.0.1:0".parse().unwrap(),
            mail,
            ..Config::default()
        };
        let findings = examine(&config, TODAY).await;
        let bad: Vec<_> = findings.iter().filter(|finding| finding.is_bad()).map(|f| f.what).collect();
        assert_eq!(bad, ["mail"]);
        assert!(trial(&config, "me@post.example", TODAY).await.is_err());
    }

    #[tokio::test]
    async fn a_damaged_database_and_a_full_disk_are_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rapport.db"), vec![7; 8192]).unwrap();
        let config = Config {
            data_dir: folder.path().to_owned(),
            listen: "127.0.0.1:0".parse().unwrap(),
            disk: crate::config::Disk { free_bytes_min: u64::MAX },
            ..Config::default()
        };
        let findings = examine(&config, TODAY).await;
        let bad: Vec<_> = findings.iter().filter(|finding| finding.is_bad()).map(|f| f.what).collect();
        assert_eq!(bad, ["disk", "database"]);
    }

    #[tokio::test]
    async fn a_port_in_use_and_a_wrong_clock_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let config = Config {
            data_dir: folder.path().to_owned(),
            listen: taken.local_addr().unwrap(),
            ..Config::default()
        };
        let findings = examine(&config, Timestamp::from_millis(0)).await;
        let bad: Vec<_> = findings.iter().filter(|finding| finding.is_bad()).map(|f| f.what).collect();
        assert_eq!(bad, ["clock", "port"]);
    }
}
