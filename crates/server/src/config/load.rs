//! From a file and the environment to a [`Config`].

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ::config::{Environment, File, FileFormat, Map, Source as _, Value, ValueKind};

use super::Config;
use super::keys::KEYS;

/// Prefix of every environment variable.
const PREFIX: &str = "RAPPORT";
/// Variables that carry lists, separated by commas.
const LISTS: [&str; 4] = ["origins", "trusted_proxies", "media.addresses", "calendar.allow"];

/// The configuration could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The named file is not there.
    #[error("the configuration file {0} does not exist")]
    Missing(PathBuf),
    /// A key of the file that there is not.
    #[error("{0} has a key that there is not, {1}: check how it is spelt; `rapport config` prints every key")]
    UnknownKey(PathBuf, String),
    /// A variable of the environment that stands for no key.
    #[error(
        "the environment variable {0} is none of Rapport's: check how it is spelt, or unset it; `rapport config` \
         prints every key with its variable"
    )]
    UnknownVariable(String),
    /// A value is wrong; the text names it and where it stands.
    #[error("the configuration cannot be read: {0}{1}")]
    Invalid(String, ::config::ConfigError),
    /// An address is none.
    #[error(
        "the configuration cannot be read: {0}{1}; write an address and a port, such as 127.0.0.1:8080 or [::1]:8080"
    )]
    Address(String, ::config::ConfigError),
}

impl LoadError {
    /// A value that was refused, and the file or variable it stands in, when that can be told.
    fn of(error: ::config::ConfigError, file: Option<&Path>, variables: &HashMap<String, String>) -> Self {
        let place = place(&error, file, variables).map(|place| format!("{place}: ")).unwrap_or_default();
        // What serde says of a SocketAddr, and what it says when the value was a bare number.
        if error.to_string().contains("socket address") {
            Self::Address(place, error)
        } else {
            Self::Invalid(place, error)
        }
    }
}

/// Where the value stands that an error is about.
fn place(
    error: &::config::ConfigError,
    file: Option<&Path>,
    variables: &HashMap<String, String>,
) -> Option<String> {
    use ::config::ConfigError::{At, Type};
    let (Type { key: Some(name), .. } | At { key: Some(name), .. }) = error else { return None };
    // `trusted_proxies[0]`
    let name = name.split('[').next().unwrap_or_default();
    let variable = KEYS.iter().find(|key| key.name == name)?.variable();
    // The environment wins over the file, whichever case it is written in.
    match variables.iter().find(|(name, value)| name.to_uppercase() == variable && !value.is_empty()) {
        Some((name, _)) => Some(name.clone()),
        None => file.map(|file| file.display().to_string()),
    }
}

/// Reads the named file, or rapport.toml in the current folder when there is one, and then the environment.
pub fn load(file: Option<&Path>) -> Result<Config, LoadError> {
    let beside = Path::new("rapport.toml");
    let file = file.or_else(|| beside.exists().then_some(beside));
    // RAPPORT_CONFIG names the file itself and is no key.
    let ours = |(name, _): &(String, String)| {
        name.starts_with("RAPPORT_") && name != "RAPPORT_CONFIG" && !name.starts_with("RAPPORT_WASM")
    };
    from(file, std::env::vars().filter(ours))
}

pub(super) fn from(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, LoadError> {
    let mut builder = ::config::Config::builder();
    if let Some(path) = file {
        if !path.exists() {
            return Err(LoadError::Missing(path.to_owned()));
        }
        let source = File::from(path).format(FileFormat::Toml);
        let table = source.collect().map_err(|error| LoadError::Invalid(String::new(), error))?;
        if let Some(key) = unknown(&table, "") {
            return Err(LoadError::UnknownKey(path.to_owned(), key));
        }
        builder = builder.add_source(source);
    }
    let variables: HashMap<_, _> = variables.into_iter().collect();
    let stands_for_none = |(name, value): &(&String, &String)| {
        !value.is_empty() && !KEYS.iter().any(|key| key.variable() == name.to_uppercase())
    };
    if let Some((name, _)) = variables.iter().filter(stands_for_none).min() {
        return Err(LoadError::UnknownVariable(name.clone()));
    }
    let mut environment = Environment::with_prefix(PREFIX)
        .prefix_separator("_")
        .separator("__")
        .ignore_empty(true)
        .try_parsing(true)
        .list_separator(",")
        .source(Some(variables.clone()));
    for list in LISTS {
        environment = environment.with_list_parse_key(list);
    }
    let read = builder.add_source(environment).build().and_then(::config::Config::try_deserialize);
    read.map_err(|error| LoadError::of(error, file, &variables))
}

/// The first name of a table, dotted, that is no key and holds none.
fn unknown(table: &Map<String, Value>, prefix: &str) -> Option<String> {
    let is_section =
        |name: &str| KEYS.iter().any(|key| key.name.split_once('.').is_some_and(|it| it.0 == name));
    let wrong = table.iter().filter_map(|(name, value)| {
        let name = format!("{prefix}{name}");
        match &value.kind {
            ValueKind::Table(inner) if is_section(&name) => unknown(inner, &format!("{name}.")),
            // What should be a section and is a value, or the other way round, is another mistake.
            _ if is_section(&name) || KEYS.iter().any(|key| key.name == name) => None,
            _ => Some(name),
        }
    });
    wrong.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        std::fs::write(
            file.path(),
            "listen = \"127.0.0.1:1\"\npractice_name = \"Elm\"\n[log]\njson = true\n",
        )
        .unwrap();
        let config = from(
            Some(file.path()),
            [
                variable("RAPPORT_LISTEN", "127.0.0.1:2"),
                variable("RAPPORT_DATABASE__URL", "postgres://db"),
                variable("RAPPORT_ORIGINS", "https://a.example,https://b.example"),
                variable("RAPPORT_TRUSTED_PROXIES", "10.0.0.0/8"),
            ],
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.practice_name, "Elm");
        assert!(config.log.json);
        assert_eq!(config.database.url.as_deref(), Some("postgres://db"));
        assert_eq!(config.origins, ["https://a.example", "https://b.example"]);
        assert_eq!(config.trusted_proxies.len(), 1);
    }

    fn refused(text: &str, variables: &[(String, String)]) -> String {
        let file = tempfile::Builder::new().prefix("ours").suffix(".toml").tempfile().unwrap();
        std::fs::write(file.path(), text).unwrap();
        from(Some(file.path()), variables.iter().cloned()).unwrap_err().to_string()
    }

    #[test]
    fn a_misspelt_key_is_named_with_where_it_stands() {
        let said = refused("", &[variable("RAPPORT_LISSTEN", "x")]);
        assert!(said.starts_with("the environment variable RAPPORT_LISSTEN is none"), "{said}");
        for (text, key) in [
            ("lissten = 1", "lissten"),
            ("[mail]\nhots = \"x\"", "mail.hots"),
            ("[mial]\nhost = \"x\"", "mial"),
        ] {
            let said = refused(text, &[]);
            assert!(said.contains(&format!(".toml has a key that there is not, {key}: ")), "{said}");
        }
        // Shells leave empty ones behind.
        assert!(from(None, [variable("RAPPORT_LISSTEN", "")]).is_ok());
    }

    #[test]
    fn a_wrong_value_is_named_with_where_it_stands() {
        let said = refused("threads = 1", &[variable("RAPPORT_THREADS", "many")]);
        assert!(said.contains("RAPPORT_THREADS: ") && said.contains("\"many\""), "{said}");
        let said = refused("threads = \"many\"", &[]);
        assert!(said.contains(".toml: ") && said.contains("threads"), "{said}");
        for address in ["localhost", "127.0.0.1", "8080"] {
            let said = refused("", &[variable("RAPPORT_LISTEN", address)]);
            assert!(said.contains("RAPPORT_LISTEN: ") && said.contains("127.0.0.1:8080"), "{said}");
        }
        for said in
            [refused("[mail]\ntls = \"plain\"", &[]), refused("", &[variable("RAPPORT_MAIL__TLS", "plain")])]
        {
            assert!(said.contains("\"plain\"") && said.contains("mail.tls"), "{said}");
            for allowed in ["\"starttls\"", "\"implicit\"", "\"none\""] {
                assert!(said.contains(allowed), "{said}");
            }
            assert!(said.contains(".toml: ") || said.contains("RAPPORT_MAIL__TLS: "), "{said}");
        }
        let said = refused("", &[variable("RAPPORT_TRUSTED_PROXIES", "ten")]);
        assert!(said.contains("RAPPORT_TRUSTED_PROXIES: ") && said.contains("10.0.0.0/8"), "{said}");
    }
}
