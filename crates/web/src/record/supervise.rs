//! Whose notes wait for whose co-signature: for owners.

use leptos::prelude::*;
use rapport_client::Session;
use rapport_wire::AccountId;

use super::read::Hand;
use crate::app::Watched;
use crate::components::{Select, Working};
use crate::i18n::{role_name, t};
use crate::talk::follow;

/// Somebody who writes notes, and who co-signs them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Writer {
    account: AccountId,
    name: String,
    supervisor: Option<AccountId>,
}

/// The team, one choice each.
#[component]
pub(super) fn Supervise() -> impl IntoView {
    let team = follow(&[Watched::Spaces], team);
    let hand = Hand::new();
    let alone = move || team.with(|team| team.len() < 2);
    let rows = move || {
        let all = team.get();
        let each = all.clone().into_iter().map(|writer| {
            let others = all.iter().filter(|it| it.account != writer.account);
            let mut options = vec![(String::new(), t!("supervise-nobody"))];
            options.extend(others.map(|it| (it.account.to_string(), it.name.clone())));
            let chosen = writer.supervisor.map(|it| it.to_string()).unwrap_or_default();
            let trainee = writer.account;
            let choose = move |chosen: String| {
                let supervisor = chosen.parse().ok();
                hand.act(move |session| async move { session.supervise(trainee, supervisor).await });
            };
            let label = t!("supervise-of", name = writer.name);
            view! { <Select label=label options=options value=Signal::stored(chosen) on_choose=choose /> }
        });
        each.collect_view()
    };
    view! {
        <section class="stack" data-testid="supervise">
            <h2>{t!("supervise-title")}</h2>
            <p class="soft">{t!("supervise-lead")}</p>
            {move || if alone() { view! { <p class="soft">{t!("supervise-alone")}</p> }.into_any() } else { view! { <div class="pairs">{rows}</div> }.into_any() }}
            <Working work=hand.work() />
        </section>
    }
}

fn team(session: &Session) -> Vec<Writer> {
    let Some(practice) = session.practice() else { return Vec::new() };
    let writers = session.members(practice).into_iter().filter(|member| member.role.admits());
    let mut team: Vec<Writer> = writers
        .map(|member| Writer {
            account: member.account,
            name: member.name.unwrap_or_else(|| role_name(member.role)),
            supervisor: session.supervisor_of(member.account),
        })
        .collect();
    team.sort_by(|a, b| a.name.cmp(&b.name).then(a.account.cmp(&b.account)));
    team
}
