//! A private wasm32 standard library, built once from Debian's packages.
//!
//! The packages conflict with an installed rustup, so they are unpacked beside everything else and
//! never installed. Everything is made in a temporary folder and renamed when whole, so that a
//! folder with a `complete` marker can be trusted whatever was interrupted.

use std::env::consts;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::TARGET;
use super::apt;
use crate::{cargo, paths, shell};

/// What marks a toolchain as whole.
const COMPLETE: &str = "complete";

/// The oldest compiler that builds this workspace (`rust-version` in Cargo.toml).
const OLDEST: (u32, u32) = (1, 95);

/// Whether this machine can have one at all.
pub(super) fn possible() -> bool {
    consts::OS == "linux"
        && consts::ARCH == "x86_64"
        && shell::which("apt-get").is_some()
        && shell::which("dpkg-deb").is_some()
}

/// The newest one that is whole, or a new one.
pub(super) fn find_or_build() -> Result<PathBuf> {
    let home = paths::cache()?.join("wasm-toolchain");
    fs::create_dir_all(&home)?;
    let lock = File::create(home.join(".lock"))?;
    // Held until this function returns: two clones must not build the same thing side by side.
    lock.lock().context("cannot lock the toolchain folder")?;
    if let Some(dir) = newest_complete(&home) {
        return Ok(dir);
    }
    let version = candidate()?;
    let finished = home.join(&version);
    let building = tempfile::Builder::new().prefix(".building-").tempdir_in(&home)?;
    shell::step(&format!(
        "Building Rust's standard library for {TARGET} from Debian's sources (once, about 2 minutes)"
    ));
    build(building.path(), &version)?;
    if finished.exists() {
        fs::remove_dir_all(&finished)?; // left half-made by something that did not know about markers
    }
    fs::rename(building.keep(), &finished)?;
    Ok(finished)
}

/// The clippy that belongs to a toolchain, fetched when first asked for.
pub(super) fn clippy_driver(dir: &Path) -> Result<PathBuf> {
    let driver = dir.join("bin/clippy-driver");
    if !driver.exists() {
        let version = dir.file_name().context("a toolchain folder has a name")?.to_string_lossy();
        apt::unpack(&[format!("rust-web-clippy={version}")], &dir.join("debs"), &dir.join("root"))?;
        wrapper(&driver, &library_wrapper("clippy-driver"))?;
    }
    Ok(driver)
}

fn newest_complete(home: &Path) -> Option<PathBuf> {
    let dirs = fs::read_dir(home).ok()?.flatten().map(|entry| entry.path());
    dirs.filter(|dir| dir.join(COMPLETE).exists())
        .filter_map(|dir| Some((release(dir.file_name()?.to_str()?)?, dir)))
        .filter(|(release, _)| *release >= OLDEST)
        .max()
        .map(|(_, dir)| dir)
}

/// Which version Debian offers; asks for fresh lists when the ones here are missing or too old.
fn candidate() -> Result<String> {
    let good = |version: &String| release(version).is_some_and(|release| release >= OLDEST);
    if let Some(version) = apt::candidate("rustc-web")?.filter(good) {
        return Ok(version);
    }
    apt::update()?;
    match apt::candidate("rustc-web")?.filter(good) {
        Some(version) => Ok(version),
        None => bail!(
            "The browser client needs Rust's standard library for {TARGET}, and Debian here offers no rustc-web of \
             {}.{} or newer: install the target with rustup instead.",
            OLDEST.0,
            OLDEST.1
        ),
    }
}

/// `1.96.0+dfsg1-1~deb12u2` → (1, 96).
fn release(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn build(dir: &Path, version: &str) -> Result<()> {
    let root = dir.join("root");
    let llvm = unpack_compiler(dir, &root, version)?;
    write_wrappers(dir, &root, &llvm)?;
    build_std(dir, &root)?;
    // 270 MB that nothing reads again.
    fs::remove_dir_all(dir.join("debs"))?;
    fs::remove_dir_all(dir.join("build"))?;
    File::create(dir.join(COMPLETE))?;
    Ok(())
}

/// Fetches and unpacks rustc, its libraries, its sources and lld; returns LLVM's version.
fn unpack_compiler(dir: &Path, root: &Path, version: &str) -> Result<String> {
    let std_package = apt::dependency("libstd-rust-web-dev", version, "libstd-rust-web-")?;
    let llvm_package = apt::dependency(&std_package, version, "libllvm")?;
    let llvm = llvm_package.trim_start_matches("libllvm").to_owned();
    let mut wanted: Vec<String> = ["rustc-web", &std_package, "libstd-rust-web-dev", "rust-web-src"]
        .iter()
        .map(|package| format!("{package}={version}"))
        .collect();
    wanted.extend([llvm_package, format!("lld-{llvm}")]);
    apt::unpack(&wanted, &dir.join("debs"), root)?;
    Ok(llvm)
}

/// The compiler's libraries are not where the system looks, so each program is started by a script
/// that says where they are. The scripts find themselves: the folder is renamed when it is whole.
fn write_wrappers(dir: &Path, root: &Path, llvm: &str) -> Result<()> {
    fs::create_dir_all(dir.join("bin"))?;
    for program in ["rustc", "rustdoc"] {
        wrapper(&dir.join("bin").join(program), &library_wrapper(program))?;
    }
    let lld_dir = root.join("usr/lib/rustlib/x86_64-unknown-linux-gnu/bin");
    fs::create_dir_all(&lld_dir)?;
    let lld = lld_dir.join("rust-lld");
    if lld.symlink_metadata().is_ok() {
        fs::remove_file(&lld)?;
    }
    let script = format!(
        "#!/bin/bash\nusr=$(cd \"$(dirname \"$(readlink -f \"$0\")\")/../../../..\" && pwd)\n\
         export LD_LIBRARY_PATH=$usr/lib/x86_64-linux-gnu\n\
         exec -a rust-lld \"$usr/lib/llvm-{llvm}/bin/lld\" \"$@\"\n"
    );
    wrapper(&lld, &script)
}

fn library_wrapper(program: &str) -> String {
    format!(
        "#!/bin/sh\nusr=$(cd \"$(dirname \"$(readlink -f \"$0\")\")/../root/usr\" && pwd)\n\
         export LD_LIBRARY_PATH=$usr/lib/x86_64-linux-gnu${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\n\
         exec \"$usr/bin/{program}\" \"$@\"\n"
    )
}

fn wrapper(path: &Path, script: &str) -> Result<()> {
    fs::write(path, script)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// Builds std with an empty crate on top, and keeps the libraries.
fn build_std(dir: &Path, root: &Path) -> Result<()> {
    let seed = dir.join("seed");
    fs::create_dir_all(seed.join("src"))?;
    fs::write(seed.join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(
        seed.join("Cargo.toml"),
        "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n\
         [profile.release]\nopt-level = \"s\"\ncodegen-units = 1\npanic = \"abort\"\n",
    )?;
    let sources = root.join("usr/lib/rustlib/src/rust");
    shell::run(
        cargo::cargo()
            .current_dir(&seed)
            .env("RUSTC", dir.join("bin/rustc"))
            // -Zbuild-std is a nightly flag; this is the sanctioned way for a distribution's rustc.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", format!("-Cembed-bitcode=yes --remap-path-prefix={}=/rust", sources.display()))
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO_TARGET_DIR")
            .args(["build", "--release", "--target", TARGET])
            .arg("-Zbuild-std=std,panic_abort,panic_unwind,test")
            .arg("--target-dir")
            .arg(dir.join("build")),
    )?;
    keep_libraries(
        &dir.join("build").join(TARGET).join("release/deps"),
        &root.join("usr/lib/rustlib").join(TARGET).join("lib"),
    )
}

fn keep_libraries(built: &Path, libdir: &Path) -> Result<()> {
    fs::create_dir_all(libdir)?;
    for file in fs::read_dir(built)? {
        let path = file?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.extension().is_some_and(|ext| ext == "rlib") && !name.starts_with("libseed") {
            fs::copy(&path, libdir.join(name))?;
        }
    }
    if !super::has_std(libdir) {
        bail!("building Rust's standard library for {TARGET} left no libstd in {}", libdir.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_and_recent_toolchains_count() {
        let home = tempfile::tempdir().unwrap();
        for (name, complete) in
            [("1.85.0+dfsg3", true), ("1.96.0+dfsg1", true), ("1.100.0", true), ("1.101.0", false)]
        {
            fs::create_dir(home.path().join(name)).unwrap();
            if complete {
                File::create(home.path().join(name).join(COMPLETE)).unwrap();
            }
        }
        assert_eq!(newest_complete(home.path()), Some(home.path().join("1.100.0")));
    }

    #[test]
    fn a_version_is_read_up_to_its_second_number() {
        assert_eq!(release("1.96.0+dfsg1-1~deb12u2"), Some((1, 96)));
        assert_eq!(release(".building-x"), None);
    }
}
