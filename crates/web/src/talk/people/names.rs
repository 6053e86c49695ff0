//! Who is who in one conversation.

use leptos::prelude::*;
use rapport_care::AccountId;
use rapport_client::ids::outer_account;
use rapport_client::views::MemberView;
use rapport_wire::SpaceId;

use crate::app::Watched;
use crate::i18n::{role_name, t};
use crate::talk::follow;

/// The members of a conversation, followed.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    members: Memo<Vec<MemberView>>,
}

impl Names {
    /// Those of a conversation.
    pub(crate) fn follow(space: SpaceId) -> Self {
        let watched = [Watched::Space(space), Watched::Presence(space)];
        Self { members: follow(&watched, move |session| session.members(space)) }
    }

    /// What somebody is called here; tracked.
    pub(crate) fn of(self, account: AccountId) -> String {
        let account = outer_account(account);
        self.members.with(|all| match all.iter().find(|member| member.account == account) {
            Some(member) => name(member),
            None => t!("talk-left"),
        })
    }

    /// Whether an account is one's own; tracked.
    pub(crate) fn is_me(self, account: AccountId) -> bool {
        self.me().is_some_and(|me| me.account == outer_account(account))
    }

    /// Everybody but oneself; tracked.
    pub(crate) fn others(self) -> Vec<MemberView> {
        self.members.with(|all| all.iter().filter(|member| !member.me).cloned().collect())
    }

    /// Oneself; tracked.
    pub(crate) fn me(self) -> Option<MemberView> {
        self.members.with(|all| all.iter().find(|member| member.me).cloned())
    }

    /// A sentence about who types; empty when nobody does. Tracked.
    pub(crate) fn typing(self) -> String {
        let typing: Vec<String> = self.others().iter().filter(|member| member.typing).map(name).collect();
        match typing.as_slice() {
            [] => String::new(),
            [one] => t!("talk-typing", name = one),
            _ => t!("talk-typing-several"),
        }
    }
}

/// What a member is called: their own word, else their part.
pub(super) fn name(member: &MemberView) -> String {
    match (&member.name, member.me) {
        (_, true) => t!("talk-you"),
        (Some(name), _) => name.clone(),
        (None, _) => t!("talk-nameless-role", role = role_name(member.role)),
    }
}
