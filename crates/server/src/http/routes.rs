//! Routes from [`Endpoint`]s: one call makes the route and its line in the OpenAPI description, so that
//! neither can be forgotten.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawPathParams, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use rapport_wire::endpoint::{Access, Endpoint, Method};
use utoipa::ToSchema;

use super::ask::{Answer, read};
use super::caller::{Caller, Guest};
use super::refusal::Reply;
use crate::app::App;
use crate::openapi::Description;

/// Routes and their description, as they grow.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<App>,
    description: Description,
}

impl Routes {
    /// A route for anybody.
    pub(crate) fn open<E, A, F, Fut>(self, handler: F) -> Self
    where
        E: Endpoint + ToSchema + Send + 'static,
        E::Reply: ToSchema,
        A: Into<Answer<E::Reply>>,
        F: Fn(App, Guest, E) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Reply<A>> + Send,
    {
        const { assert!(matches!(E::ACCESS, Access::Anyone), "this endpoint is for those signed in") };
        let serve = async move |State(app): State<App>,
                                guest: Guest,
                                params: RawPathParams,
                                body: Result<Bytes, BytesRejection>| {
            let outcome = async {
                let ask = read::<E>(&params, body)?;
                handler(app.clone(), guest, ask).await
            };
            respond::<E, A>(&app, outcome.await)
        };
        self.add::<E>(on(filter(E::METHOD), serve))
    }

    /// A route for whoever is signed in.
    pub(crate) fn private<E, A, F, Fut>(self, handler: F) -> Self
    where
        E: Endpoint + ToSchema + Send + 'static,
        E::Reply: ToSchema,
        A: Into<Answer<E::Reply>>,
        F: Fn(App, Caller, E) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Reply<A>> + Send,
    {
        const { assert!(matches!(E::ACCESS, Access::SignedIn), "this endpoint is for anybody") };
        let serve = async move |State(app): State<App>,
                                caller: Caller,
                                params: RawPathParams,
                                body: Result<Bytes, BytesRejection>| {
            let outcome = async {
                let ask = read::<E>(&params, body)?;
                handler(app.clone(), caller, ask).await
            };
            respond::<E, A>(&app, outcome.await)
        };
        self.add::<E>(on(filter(E::METHOD), serve))
    }

    /// A route that is no JSON endpoint; `describe` adds its line to the description.
    pub(crate) fn raw(
        mut self,
        path: &str,
        route: MethodRouter<App>,
        describe: impl FnOnce(&mut Description),
    ) -> Self {
        describe(&mut self.description);
        self.router = self.router.route(path, route);
        self
    }

    /// The router, and what it says of itself.
    pub(crate) fn finish(self) -> (Router<App>, Description) {
        (self.router, self.description)
    }

    fn add<E>(mut self, route: MethodRouter<App>) -> Self
    where
        E: Endpoint + ToSchema,
        E::Reply: ToSchema,
    {
        self.description.endpoint::<E>();
        self.router = self.router.route(E::PATH, route);
        self
    }
}

fn respond<E: Endpoint, A: Into<Answer<E::Reply>>>(app: &App, outcome: Reply<A>) -> Response {
    match outcome {
        Ok(answer) => answer.into().into_http(app.secure_cookies),
        Err(refusal) => refusal.into_response(),
    }
}

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    }
}
