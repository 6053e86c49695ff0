//! What a person chose for this browser: light or dark, and how soon it locks. Nothing of it is private.

use leptos::prelude::{document, window};

/// Minutes without a touch after which the page locks itself, unless chosen otherwise.
pub(crate) const LOCK_MINUTES_DEFAULT: u32 = 15;
/// What may be chosen instead. There is no "never": shared computers are common, and forgetting is human.
pub(crate) const LOCK_MINUTES: [u32; 5] = [2, 5, 15, 30, 60];

const LOCK_KEY: &str = "lock-minutes";
const THEME_KEY: &str = "theme";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every choice.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The minutes chosen.
pub(crate) fn lock_minutes() -> u32 {
    read(LOCK_KEY)
        .and_then(|text| text.parse().ok())
        .filter(|minutes| LOCK_MINUTES.contains(minutes))
        .unwrap_or(LOCK_MINUTES_DEFAULT)
}

/// Chooses the minutes.
pub(crate) fn set_lock_minutes(minutes: u32) {
    write(LOCK_KEY, Some(&minutes.to_string()));
}

/// The theme chosen.
pub(crate) fn theme() -> Theme {
    let name = read(THEME_KEY);
    Theme::ALL.into_iter().find(|theme| theme.name() == name.as_deref()).unwrap_or(Theme::System)
}

/// Chooses the theme, and shows it. `boot.js` shows it at the next visit.
pub(crate) fn set_theme(theme: Theme) {
    write(THEME_KEY, theme.name());
    let Some(root) = document().document_element() else { return };
    let _ = match theme.name() {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}

fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn write(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
