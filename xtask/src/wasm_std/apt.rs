//! The little of apt that is needed to fetch packages without installing them.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::shell;

/// The version apt would install, if it knows any.
pub(super) fn candidate(package: &str) -> Result<Option<String>> {
    let policy = shell::output(Command::new("apt-cache").args(["policy", package]))?;
    Ok(parse_candidate(&policy))
}

/// Fetches fresh package lists. Where that needs rights we lack, the error says so.
pub(super) fn update() -> Result<()> {
    shell::run(Command::new("apt-get").args(["-qq", "update"]))
        .context("Debian's package lists are too old here: run `apt-get update` as root and try again")
}

/// The first thing a package depends on whose name is `prefix` and a version number.
pub(super) fn dependency(package: &str, version: &str, prefix: &str) -> Result<String> {
    let shown = shell::output(Command::new("apt-cache").args(["show", &format!("{package}={version}")]))?;
    parse_dependency(&shown, prefix).with_context(|| format!("{package} {version} depends on no {prefix}…"))
}

/// Downloads packages into `debs` and unpacks them over `root`.
pub(super) fn unpack(packages: &[String], debs: &Path, root: &Path) -> Result<()> {
    fs::create_dir_all(debs)?;
    fs::create_dir_all(root)?;
    // apt prefers to download as its own user, who cannot write here; it says so on stderr and goes on.
    let mut download = Command::new("apt-get");
    download.current_dir(debs).arg("-qq").arg("download").args(packages).stderr(Stdio::null());
    shell::run(&mut download).with_context(|| {
        format!("could not download {}: check the line and Debian's sources", packages.join(", "))
    })?;
    for file in fs::read_dir(debs)? {
        let deb = file?.path();
        if deb.extension().is_some_and(|ext| ext == "deb") {
            shell::run(Command::new("dpkg-deb").arg("-x").arg(&deb).arg(root))?;
            fs::remove_file(&deb)?;
        }
    }
    if fs::read_dir(root)?.next().is_none() {
        bail!("the packages {} held nothing", packages.join(", "));
    }
    Ok(())
}

fn parse_candidate(policy: &str) -> Option<String> {
    let line = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    (line != "(none)").then(|| line.to_owned())
}

fn parse_dependency(shown: &str, prefix: &str) -> Option<String> {
    let depends = shown.lines().find_map(|line| line.strip_prefix("Depends: "))?;
    let mut names =
        depends.split(',').map(|one| one.trim().split([' ', '(', ':', '|']).next().unwrap_or_default());
    names.find(|name| name.strip_prefix(prefix).is_some_and(is_version)).map(str::to_owned)
}

fn is_version(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_policy() {
        let policy = "rustc-web:\n  Installed: (none)\n  Candidate: 1.96.0+dfsg1-1~deb12u2\n";
        assert_eq!(parse_candidate(policy).as_deref(), Some("1.96.0+dfsg1-1~deb12u2"));
        assert_eq!(parse_candidate("x:\n  Candidate: (none)\n"), None);
        assert_eq!(parse_candidate(""), None);
    }

    #[test]
    fn reads_dependencies() {
        let shown =
            "Package: p\nDepends: libc6 (>= 2.34), libstd-rust-web-1.96 (= 1.96.0), libstd-rust-web-dev\n";
        assert_eq!(parse_dependency(shown, "libstd-rust-web-").as_deref(), Some("libstd-rust-web-1.96"));
        assert_eq!(parse_dependency(shown, "libllvm"), None);
    }
}
