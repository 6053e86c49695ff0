//! The way between screens.

use leptos::prelude::*;

use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::t;
use crate::route::Route;
use crate::router::Link;

/// Navigation for somebody who is in.
#[component]
pub(super) fn Nav() -> impl IntoView {
    let staff = app().session().is_some_and(|session| session.role().is_staff());
    let admits = app().session().is_some_and(|session| session.role().admits());
    let sessions = if staff { Route::Week } else { Route::Sessions };
    view! {
        <nav class="nav" aria-label=t!("app-nav")>
            <ul>
                {staff.then(|| view! {
                    <li><Link to=Route::Today><Icon glyph=Glyph::Sun /><span>{t!("nav-today")}</span></Link></li>
                })}
                <li><Link to=sessions><Icon glyph=Glyph::Calendar /><span>{t!("nav-sessions")}</span></Link></li>
                {(!staff).then(|| view! {
                    <li><Link to=Route::Progress><Icon glyph=Glyph::Chart /><span>{t!("nav-progress")}</span></Link></li>
                })}
                <li><Link to=Route::Messages><Icon glyph=Glyph::Messages /><span>{t!("nav-messages")}</span></Link></li>
                {(!staff).then(|| view! {
                    <li><Link to=Route::Practise><Icon glyph=Glyph::Leaf /><span>{t!("nav-practise")}</span></Link></li>
                })}
                {admits.then(|| view! {
                    <li><Link to=Route::Records><Icon glyph=Glyph::File /><span>{t!("nav-records")}</span></Link></li>
                })}
                {staff.then(|| view! {
                    <li><Link to=Route::Invite><Icon glyph=Glyph::Invite /><span>{t!("nav-invite")}</span></Link></li>
                })}
                <li><Link to=Route::Settings><Icon glyph=Glyph::You /><span>{t!("nav-settings")}</span></Link></li>
            </ul>
        </nav>
    }
}
