//! From a file and the environment to a [`Config`].

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ::config::{Environment, File, FileFormat};

use super::Config;

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
    /// A value is wrong; the text names it.
    #[error("the configuration cannot be read: {0}")]
    Invalid(::config::ConfigError),
    /// An address is none.
    #[error(
        "the configuration cannot be read: {0}; write an address and a port, such as 127.0.0.1:8080 or [::1]:8080"
    )]
    Address(::config::ConfigError),
}

impl From<::config::ConfigError> for LoadError {
    fn from(error: ::config::ConfigError) -> Self {
        // What serde says of a SocketAddr, and what it says when the value was a bare number.
        if error.to_string().contains("socket address") { Self::Address(error) } else { Self::Invalid(error) }
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
        builder = builder.add_source(File::from(path).format(FileFormat::Toml));
    }
    let variables: HashMap<_, _> = variables.into_iter().collect();
    let mut environment = Environment::with_prefix(PREFIX)
        .prefix_separator("_")
        .separator("__")
        .ignore_empty(true)
        .try_parsing(true)
        .list_separator(",")
        .source(Some(variables));
    for list in LISTS {
        environment = environment.with_list_parse_key(list);
    }
    Ok(builder.add_source(environment).build()?.try_deserialize()?)
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

    #[test]
    fn a_misspelt_key_and_a_wrong_value_are_named() {
        let refused = from(None, [variable("RAPPORT_LISTN", "x")]).unwrap_err().to_string();
        assert!(refused.contains("listn"), "{refused}");
        let refused = from(None, [variable("RAPPORT_THREADS", "many")]).unwrap_err().to_string();
        assert!(refused.contains("threads"), "{refused}");
        for address in ["localhost", "127.0.0.1", "8080"] {
            let refused = from(None, [variable("RAPPORT_LISTEN", address)]).unwrap_err().to_string();
            assert!(refused.contains("listen") && refused.contains("127.0.0.1:8080"), "{refused}");
        }
    }
}
