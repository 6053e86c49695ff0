//! Files on their way out. They go on while one looks at another conversation, and a broken one waits to
//! be taken up again where it stopped.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rapport_client::session::{Cancel, NewFile, Source as _, Upload};
use rapport_client::views::TransferProgress;
use rapport_client::{ClientError, Session};
use rapport_wire::SpaceId;
use send_wrapper::SendWrapper;

use super::size::size;
use super::source::FileSource;
use crate::app::app;
use crate::components::{Glyph, Icon};
use crate::i18n::{Sentences, sentences, t};
use crate::shell::focus;
use crate::talk::compose::Draft;

/// A file on its way.
#[derive(Clone)]
struct Sending {
    space: SpaceId,
    name: String,
    bytes: u64,
    state: ArcRwSignal<State>,
    work: SendWrapper<Rc<Work>>,
}

/// What carries it on.
struct Work {
    session: Session,
    source: FileSource,
    upload: RefCell<Option<Upload>>,
    cancel: RefCell<Cancel>,
}

#[derive(Clone, PartialEq)]
enum State {
    /// Another of the same conversation goes first.
    Queued,
    Going(u64),
    Broken(Sentences),
}

thread_local! {
    /// Of the whole page, not of one screen: leaving a conversation must not stop its files.
    static ALL: ArcRwSignal<Vec<Sending>> = ArcRwSignal::new(Vec::new());
}

fn all() -> ArcRwSignal<Vec<Sending>> {
    ALL.with(Clone::clone)
}

/// Begins to send a file.
pub(crate) fn begin(draft: Draft, file: NewFile, source: FileSource) -> Result<(), ClientError> {
    let (session, space) = draft.place().ok_or(ClientError::Locked)?;
    let (name, bytes) = (file.name.clone(), source.size());
    let upload = session.begin_upload(space, file, bytes)?;
    let work = Work { session, source, upload: RefCell::new(Some(upload)), cancel: RefCell::default() };
    let sending = Sending {
        space,
        name,
        bytes,
        state: ArcRwSignal::new(State::Queued),
        work: SendWrapper::new(Rc::new(work)),
    };
    all().update(|all| all.push(sending));
    next(space);
    Ok(())
}

/// Begins with the next file of a conversation, unless one is going: they arrive in the order of sending.
fn next(space: SpaceId) {
    let mine: Vec<Sending> =
        all().with_untracked(|all| all.iter().filter(|it| it.space == space).cloned().collect());
    let going = |it: &Sending| it.state.with_untracked(|state| matches!(state, State::Going(_)));
    let queued = |it: &&Sending| it.state.with_untracked(|state| *state == State::Queued);
    if !mine.iter().any(going)
        && let Some(first) = mine.iter().find(queued)
    {
        first.go_on();
    }
}

impl Sending {
    /// Carries it on from where it is.
    fn go_on(&self) {
        let me = self.clone();
        me.state.set(State::Going(0));
        spawn_local(async move {
            // While it is away another press of the button finds nothing to carry on.
            let Some(upload) = me.work.upload.take() else { return };
            let cancel = Cancel::default();
            me.work.cancel.replace(cancel.clone());
            let told = me.state.clone();
            let tell = move |progress: TransferProgress| told.set(State::Going(progress.done));
            let work = &me.work;
            match work.session.upload(&upload, &work.source, &tell, &cancel).await {
                Ok(_) | Err(ClientError::Cancelled) => me.forget(),
                Err(error) => {
                    work.upload.replace(Some(upload));
                    me.state.set(State::Broken(sentences(&error)));
                }
            }
            next(me.space);
        });
    }

    fn stop(&self) {
        self.work.cancel.borrow().cancel();
        self.forget();
        next(self.space);
    }

    fn forget(&self) {
        let same = |other: &Sending| Rc::ptr_eq(&other.work, &self.work);
        all().update(|all| all.retain(|other| !same(other)));
    }
}

/// The files of a conversation that are on their way, each with its progress.
#[component]
pub(crate) fn Outgoing(
    /// The conversation.
    space: SpaceId,
) -> impl IntoView {
    let all = all();
    let app = app();
    let mine = move || {
        let account = app.session().map(|session| session.account());
        let here = |it: &&Sending| it.space == space && Some(it.work.session.account()) == account;
        all.with(|all| all.iter().filter(here).cloned().collect::<Vec<_>>())
    };
    view! {
        <ul class="about outgoing" role="list" aria-label=t!("file-outgoing")>
            {move || mine().into_iter().map(|it| view! { <OnItsWay sending=it /> }).collect_view()}
        </ul>
    }
}

#[component]
fn OnItsWay(sending: Sending) -> impl IntoView {
    let state = sending.state.clone();
    let total = sending.bytes;
    let (again, stop) = (sending.clone(), sending.clone());
    let done = {
        let state = state.clone();
        move || match state.get() {
            State::Going(done) => done,
            State::Queued | State::Broken(_) => 0,
        }
    };
    let broken = move || match state.get() {
        State::Queued | State::Going(_) => None,
        State::Broken(words) => Some(words),
    };
    let told = {
        let done = done.clone();
        move || t!("file-progress", done = size(done()), total = size(total))
    };
    view! {
        <li class="file">
            <Icon glyph=Glyph::File />
            <div class="grow">
                <p class="file-name">{sending.name.clone()}</p>
                {
                    let broken = broken.clone();
                    move || match broken() {
                        None => {
                            let (done, told) = (done.clone(), told.clone());
                            view! {
                                <progress max=total.max(1).to_string() prop:value=move || done() as f64 aria-label=t!("file-sending")></progress>
                                <p class="small soft numbers">{told}</p>
                            }
                            .into_any()
                        }
                        Some(Sentences { what, rec }) => view! {
                            <p class="small" role="status">{t!("file-broken")} " " {what} " " {rec}</p>
                        }
                        .into_any(),
                    }
                }
            </div>
            {move || broken().is_some().then(|| {
                let again = again.clone();
                view! { <button type="button" class="button" on:click=move |_| again.go_on()>{t!("file-go-on")}</button> }
            })}
            <button type="button" class="button plain" on:click=move |_| { stop.stop(); focus("#write"); }>
                <Icon glyph=Glyph::Close /> <span>{t!("file-stop")}</span>
            </button>
        </li>
    }
}
