//! Where somebody stands, and what they said, in words.

use rapport_care::consent::Standing;
use rapport_care::content::Says;

use crate::i18n::t;

/// Where a client stands, as staff read it.
pub(super) fn of_them(standing: Standing) -> String {
    match standing {
        Standing::Open => t!("consent-open"),
        Standing::Agrees => t!("consent-agrees"),
        Standing::AgreedBefore => t!("consent-before"),
        Standing::Declined => t!("consent-declined"),
        Standing::Withdrawn => t!("consent-withdrawn"),
        Standing::DeclinedBefore => t!("consent-no-before"),
        Standing::WithdrawnBefore => t!("consent-withdrawn-before"),
    }
}

/// Where oneself stands.
pub(super) fn of_me(standing: Standing) -> String {
    match standing {
        Standing::Open => t!("consent-open-me"),
        Standing::Agrees => t!("consent-agrees-me"),
        Standing::AgreedBefore => t!("consent-before-me"),
        Standing::Declined => t!("consent-declined-me"),
        Standing::Withdrawn => t!("consent-withdrawn-me"),
        Standing::DeclinedBefore => t!("consent-no-before-me"),
        Standing::WithdrawnBefore => t!("consent-withdrawn-before-me"),
    }
}

/// How it looks.
pub(super) const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Agrees => "tag good",
        Standing::Open | Standing::AgreedBefore => "tag",
        Standing::Declined | Standing::Withdrawn | Standing::DeclinedBefore | Standing::WithdrawnBefore => {
            "tag careful"
        }
    }
}

/// What happened with some words; they were asked for when nothing was said.
pub(crate) fn said(title: &str, says: Option<Says>) -> String {
    match says {
        None => t!("consent-did-ask", title = title),
        Some(Says::Agrees) => t!("consent-did-agree", title = title),
        Some(Says::Declines) => t!("consent-did-decline", title = title),
        Some(Says::Withdraws) => t!("consent-did-withdraw", title = title),
    }
}
