//! Reach out now: one press away on every page, for anybody, with or without a passphrase and a network. One's
//! own safety plan stands first, if it is at hand.

mod help;

use leptos::prelude::*;

pub(crate) use self::help::HelpNow;
use crate::app::{Phase, app};
use crate::components::{Glyph, Icon, PageHead};
use crate::i18n::t;
use crate::practise::Skill;
use crate::route::Route;
use crate::router::Link;
use crate::safety::OwnPlan;

/// `/reach-out-now`.
#[component]
pub(crate) fn ReachOut() -> impl IntoView {
    let app = app();
    let inside = Memo::new(move |_| app.phase() == Phase::In);
    view! {
        <div class="page">
            <PageHead title=t!("reach-title") lead=t!("reach-lead") />
            <div class="stack loose">
                <OwnPlan />
                <HelpNow space=None />
                <section class="stack" aria-labelledby="reach-minute">
                    <h2 id="reach-minute">{t!("reach-minute")}</h2>
                    <p>{t!("reach-minute-lead")}</p>
                    <div class="row">
                        <Link to=Route::Skill(Skill::Grounding) class="button"><Icon glyph=Glyph::Leaf /><span>{t!("skill-grounding")}</span></Link>
                        <Link to=Route::Skill(Skill::Breathing) class="button"><Icon glyph=Glyph::Leaf /><span>{t!("skill-breathing")}</span></Link>
                    </div>
                </section>
                {move || inside.get().then(|| view! {
                    <section class="stack" aria-labelledby="reach-write">
                        <h2 id="reach-write">{t!("help-write")}</h2>
                        <p>{t!("reach-write-lead")}</p>
                        <div><Link to=Route::Messages class="button"><Icon glyph=Glyph::Messages /><span>{t!("nav-messages")}</span></Link></div>
                    </section>
                })}
            </div>
        </div>
    }
}

/// The way there, at the top of every page but those of whoever works here.
#[component]
pub(crate) fn ReachLink() -> impl IntoView {
    let app = app();
    let staff = Memo::new(move |_| {
        app.phase() == Phase::In && app.session().is_some_and(|session| session.role().is_staff())
    });
    move || {
        (!staff.get())
            .then(|| view! { <Link to=Route::Reach class="button plain reach">{t!("reach-title")}</Link> })
    }
}
