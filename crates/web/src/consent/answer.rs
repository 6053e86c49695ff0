//! A client's answer: yes or no to the words above, no longer to what they agreed to, and why, if they want to say.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_care::consent::Standing;
use rapport_care::content::Says;
use rapport_care::limits::CONSENT_WHY_CHARS_MAX;
use rapport_client::session::ConsentView;
use rapport_wire::SpaceId;

use crate::app::app;
use crate::components::{Confirm, FewWords, Glyph, Icon, Work, Working, too_many};
use crate::i18n::t;

/// What can be said to it now.
#[component]
pub(super) fn Answer(
    /// The care space.
    space: SpaceId,
    /// The consent.
    it: ConsentView,
    /// Where oneself stands.
    standing: Standing,
) -> impl IntoView {
    let (app, work) = (app(), Work::new());
    let why = RwSignal::new(String::new());
    let asking = RwSignal::new(None::<Says>);
    let title = it.words.article.title.clone();
    let say = move |says: Says| {
        let words = why.get_untracked();
        if too_many(&words, CONSENT_WHY_CHARS_MAX).is_some() {
            return;
        }
        let Some(session) = app.session().filter(|_| work.begin()) else { return };
        let it = it.clone();
        spawn_local(async move {
            if work.end(session.answer_consent(space, it.id, &it.words, says, &words).await).is_some() {
                app.say(match says {
                    Says::Agrees => t!("consent-agreed-done"),
                    Says::Declines => t!("consent-declined-done"),
                    Says::Withdraws => t!("consent-withdrawn-done"),
                });
                crate::shell::focus_title();
            }
        });
    };
    let agree = say.clone();
    let yes = view! { <button type="button" class="button main" on:click=move |_| agree(Says::Agrees)><Icon glyph=Glyph::Check /><span>{t!("consent-agree")}</span></button> };
    let no = say.clone();
    let no = view! { <button type="button" class="button" on:click=move |_| no(Says::Declines)>{t!("consent-decline")}</button> };
    let longer = move || view! { <button type="button" class="button" on:click=move |_| asking.set(Some(Says::Withdraws))>{t!("consent-withdraw")}</button> };
    let buttons = match standing {
        Standing::Open => view! { {yes} {no} }.into_any(),
        // Saying no to the new words ends what was agreed before: asked once more.
        Standing::AgreedBefore => view! { {yes} {longer()} }.into_any(),
        Standing::Agrees => longer().into_any(),
        Standing::Declined | Standing::Withdrawn => yes.into_any(),
    };
    let help = match standing {
        Standing::AgreedBefore => Some(t!("consent-before-help")),
        Standing::Declined | Standing::Withdrawn => Some(t!("consent-again-help")),
        Standing::Open => Some(t!("consent-open-help")),
        Standing::Agrees => None,
    };
    let words = view! {
        {help.map(|help| view! { <p class="small soft">{help}</p> })}
        <FewWords label=t!("consent-why") value=why most=CONSENT_WHY_CHARS_MAX help=t!("consent-why-help") />
        <div class="row">{buttons}</div>
    };
    // Whoever has answered is asked nothing; the way back is there.
    let words = if standing == Standing::Agrees {
        view! { <details class="more"><summary>{t!("consent-back-out")}</summary><div class="stack">{words}</div></details> }.into_any()
    } else {
        words.into_any()
    };
    view! {
        <div class="stack" data-testid="consent-answer">
            {words}
            <Working work=work />
            <Confirm open=asking title=t!("consent-withdraw-title", title = title) body=|_| t!("consent-withdraw-sure") yes=t!("consent-withdraw") on_yes=say />
        </div>
    }
}
