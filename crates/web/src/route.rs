//! The addresses of this app, as one type: every link is a `Route`, and every address is read into one.

use rapport_wire::SpaceId;

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// The list of conversations; also what `/` shows.
    Messages,
    /// One conversation.
    Talk(SpaceId),
    /// The session of a conversation.
    Session(SpaceId),
    /// Invitations.
    Invite,
    /// You.
    Settings,
    /// What the server can and cannot see.
    Trust,
    /// The owner's set-up, from the link of the first start.
    Setup,
    /// An invitation's link.
    Join,
    /// Sign in.
    SignIn,
    /// Come back with the recovery words.
    Recover,
    /// Nothing.
    NotFound,
}

impl Route {
    /// Reads a path, without query and fragment.
    pub(crate) fn parse(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let route = match (parts.next(), parts.next()) {
            (None, _) | (Some("messages" | "unlock"), None) => Self::Messages,
            (Some("messages"), Some(space)) => space.parse().map_or(Self::NotFound, Self::Talk),
            (Some("session"), Some(space)) => space.parse().map_or(Self::NotFound, Self::Session),
            (Some("invite"), None) => Self::Invite,
            (Some("settings"), None) => Self::Settings,
            (Some("what-the-server-sees"), None) => Self::Trust,
            (Some("setup"), None) => Self::Setup,
            (Some("join"), None) => Self::Join,
            (Some("sign-in"), None) => Self::SignIn,
            (Some("recover"), None) => Self::Recover,
            _ => Self::NotFound,
        };
        if parts.next().is_some() { Self::NotFound } else { route }
    }

    /// The path that [`Self::parse`] reads.
    pub(crate) fn path(self) -> String {
        let fixed = match self {
            Self::Talk(space) => return format!("/messages/{space}"),
            Self::Session(space) => return format!("/session/{space}"),
            Self::Messages => "/messages",
            Self::Invite => "/invite",
            Self::Settings => "/settings",
            Self::Trust => "/what-the-server-sees",
            Self::Setup => "/setup",
            Self::Join => "/join",
            Self::SignIn => "/sign-in",
            Self::Recover => "/recover",
            Self::NotFound => "/nothing-here",
        };
        fixed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_read_from_its_own_path() {
        let space = SpaceId::from_bytes([3; 32]);
        let routes = [
            Route::Messages,
            Route::Talk(space),
            Route::Session(space),
            Route::Invite,
            Route::Settings,
            Route::Trust,
            Route::Setup,
            Route::Join,
            Route::SignIn,
            Route::Recover,
            Route::NotFound,
        ];
        for route in routes {
            assert_eq!(Route::parse(&route.path()), route);
        }
    }

    #[test]
    fn odd_paths_lead_nowhere_and_the_root_leads_home() {
        assert_eq!(Route::parse("/"), Route::Messages);
        assert_eq!(Route::parse(""), Route::Messages);
        assert_eq!(Route::parse("/unlock"), Route::Messages);
        for path in ["/messages/short", "/join/x", "/settings/a/b", "/a/b/c"] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
    }
}
