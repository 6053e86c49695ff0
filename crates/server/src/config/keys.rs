//! Every key, its default and what it does: the one place that `rapport config`, docs/configuration.md and
//! the tests read.

use std::fmt::Write as _;

/// One key of the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Dotted name, `database.url`.
    pub name: &'static str,
    /// Default as TOML; empty when there is none, and then `example` stands in its place.
    pub default: &'static str,
    /// A value to show.
    pub example: &'static str,
    /// What it does, for an operator.
    pub words: &'static str,
}

const fn key(name: &'static str, default: &'static str, words: &'static str) -> Key {
    Key { name, default, example: default, words }
}

const fn unset(name: &'static str, example: &'static str, words: &'static str) -> Key {
    Key { name, default: "", example, words }
}

/// All keys, in the order in which they are shown.
pub const KEYS: &[Key] = &[
    key(
        "data_dir",
        "\"data\"",
        "Folder of the database, the attachments and this server's keys. Made on first start, readable by its owner alone.",
    ),
    key(
        "listen",
        "\"127.0.0.1:8080\"",
        "Address and port of the one listener: pages, API, WebSocket and media over TCP. Port 0 takes a free one. Anything but loopback needs `tls` or `trusted_proxies`.",
    ),
    key(
        "origins",
        "[]",
        "Addresses under which browsers reach this server, such as \"https://practice.example\". The first stands in links. Empty: the listening address itself. Must be set when `listen` is not loopback.",
    ),
    key(
        "trusted_proxies",
        "[]",
        "Networks of reverse proxies whose X-Forwarded-For is believed, such as \"10.0.0.0/8\". Declaring one allows plain HTTP from it.",
    ),
    key(
        "practice_name",
        "\"Our practice\"",
        "Public name of the practice, shown before anybody has signed in.",
    ),
    key(
        "records_years",
        "10",
        "How many years a care space is kept, sealed, after its last client has left for good, as your law asks; then it is destroyed. Whoever leaves is told the date. The notes about them are kept as long, from when a device of their readers hears of it. 0 keeps nothing.",
    ),
    key("threads", "0", "Worker threads; 0 for one a core."),
    unset(
        "assets_dir",
        "\"dist\"",
        "Serve the browser client from this folder instead of from the binary. For development.",
    ),
    unset(
        "database.url",
        "\"postgres://rapport@127.0.0.1/rapport\"",
        "Where rows live: \"sqlite:PATH\" or \"postgres://…\". Absent: rapport.db in the data folder.",
    ),
    unset(
        "tls.cert",
        "\"/etc/rapport/cert.pem\"",
        "PEM file with the certificate and its chain. Read again when the server starts.",
    ),
    unset("tls.key", "\"/etc/rapport/key.pem\"", "PEM file with the private key. Both files or neither."),
    unset(
        "media.udp",
        "\"0.0.0.0:443\"",
        "Address and port for sound and pictures over UDP. Absent: the same as `listen`.",
    ),
    key(
        "media.addresses",
        "[]",
        "Public IP addresses told to browsers for media. Empty: the address of `media.udp`. Must be set when that is 0.0.0.0 or [::].",
    ),
    unset(
        "mail.host",
        "\"mail.example\"",
        "Mail server that takes reminders and invitations from here and delivers them (SMTP submission). Absent: no mail is sent. `rapport doctor --mail ADDRESS` tries it.",
    ),
    unset("mail.port", "587", "Its port. Absent: 587 with starttls, 465 with implicit, 25 with none."),
    key(
        "mail.tls",
        "\"starttls\"",
        "How the connection is kept private: \"starttls\", \"implicit\" (TLS from the first byte), or \"none\", which is refused for any host but this machine.",
    ),
    unset(
        "mail.ca",
        "\"/etc/rapport/mail-ca.pem\"",
        "PEM file of the authority that signed the mail server's certificate. Absent: the authorities the system trusts.",
    ),
    unset("mail.username", "\"rapport\"", "Name to sign in at the mail server. Absent: no sign-in."),
    unset("mail.password", "\"a long random text\"", "Password to sign in there."),
    unset(
        "mail.password_file",
        "\"/etc/rapport/mail-password\"",
        "File that holds the password, instead of `mail.password`.",
    ),
    unset(
        "mail.from",
        "\"Notices <no-reply@practice.example>\"",
        "Name and address mail comes from; choose words that reveal nothing. Absent: \"Notices\" and no-reply at the host of the first of `origins`.",
    ),
    key(
        "calendar.allow",
        "[]",
        "Servers, as \"host:port\", that busy times may be read from although they are in a private network; over plain HTTP, too. Everything else must be public and HTTPS.",
    ),
    key(
        "disk.free_bytes_min",
        "67108864",
        "Free bytes below which new words and files are refused, so that what must be recorded still can be.",
    ),
    key(
        "limits.knocks_per_minute",
        "60",
        "Sign-ins, recoveries and looks at invitations from one address in a minute. Raise it when a whole clinic shares one address.",
    ),
    key("limits.sign_ins_per_minute", "10", "Sign-ins and recoveries of one account in a minute."),
    unset(
        "metrics.token",
        "\"a long random text\"",
        "Bearer token that opens /metrics from elsewhere than loopback. Absent: loopback alone.",
    ),
    key(
        "log.filter",
        "\"info,sqlx=warn,sea_orm_migration=warn,str0m=error\"",
        "Which events are logged, as `tracing` filters.",
    ),
    key("log.json", "false", "One JSON object a line instead of text."),
];

impl Key {
    /// The environment variable that overrides this key.
    pub fn variable(&self) -> String {
        format!("RAPPORT_{}", self.name.to_uppercase().replace('.', "__"))
    }
}

/// A commented TOML file that holds every default.
pub fn toml() -> String {
    let mut text =
        String::from("# Every key of Rapport with its default. A key that starts with # has none.\n");
    let mut table = "";
    for key in KEYS {
        let (section, name) = key.name.split_once('.').unwrap_or(("", key.name));
        if section != table {
            let _ = write!(text, "\n[{section}]");
            text.push('\n');
            table = section;
        }
        let mark = if key.default.is_empty() { "# " } else { "" };
        let _ = write!(
            text,
            "\n# {}\n# Environment: {}\n{mark}{name} = {}\n",
            key.words,
            key.variable(),
            key.example
        );
    }
    text
}

/// The table of docs/configuration.md.
pub fn markdown() -> String {
    let mut text = String::from("| key | default | environment | what it does |\n|---|---|---|---|\n");
    for key in KEYS {
        let default = if key.default.is_empty() { "none".to_owned() } else { format!("`{}`", key.default) };
        let _ = writeln!(text, "| `{}` | {default} | `{}` | {} |", key.name, key.variable(), key.words);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    /// Dotted names of every field, absent ones included.
    fn fields(value: &serde_json::Value, prefix: &str, into: &mut Vec<String>) {
        for (name, inner) in value.as_object().unwrap() {
            let name = format!("{prefix}{name}");
            if inner.is_object() { fields(inner, &format!("{name}."), into) } else { into.push(name) }
        }
    }

    #[test]
    fn every_field_is_a_key_and_every_key_a_field() {
        let mut names = Vec::new();
        fields(&serde_json::to_value(Config::default()).unwrap(), "", &mut names);
        let mut keys: Vec<_> = KEYS.iter().map(|key| key.name.to_owned()).collect();
        names.sort();
        keys.sort();
        assert_eq!(names, keys);
    }

    #[test]
    fn the_printed_defaults_are_the_defaults() {
        let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        std::fs::write(file.path(), toml()).unwrap();
        assert_eq!(super::super::load::from(Some(file.path()), []).unwrap(), Config::default());
    }

    #[test]
    fn the_page_says_what_the_program_says() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
        let page = std::fs::read_to_string(page).unwrap();
        assert!(page.contains(&markdown()), "docs/configuration.md must hold this table:\n{}", markdown());
    }
}
