//! How a refusal leaves: problem details (RFC 9457) with a stable code; a fault's own words go to the log.

use std::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rapport_wire::{Code, Problem};
use serde::Serialize;

/// What a handler returns.
pub(crate) type Reply<T> = Result<T, Refusal>;

/// Why a request was not carried out.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The caller can do something about it.
    Problem(Problem),
    /// The server has a fault; only its log learns which.
    Fault(String),
}

impl Refusal {
    /// A fault, described for the log.
    pub(crate) fn fault(error: impl fmt::Display) -> Self {
        Self::Fault(error.to_string())
    }

    /// The code that the other side sees.
    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::Problem(problem) => problem.code,
            Self::Fault(_) => Code::Fault,
        }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::Problem(code.into())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// RFC 9457 section 3.1, with our `code` as an extension member.
#[derive(Serialize)]
struct Details<'a> {
    r#type: String,
    title: String,
    status: u16,
    code: Code,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_seconds: Option<u32>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Problem(problem) => problem,
            Self::Fault(why) => {
                tracing::error!(why, "a request failed");
                Problem::new(Code::Fault)
            }
        };
        let status = problem.code.status();
        let details = Details {
            r#type: format!("urn:rapport:problem:{}", problem.code.as_str()),
            title: problem.code.as_str().replace('-', " "),
            status,
            code: problem.code,
            detail: if status < 500 { &problem.detail } else { "" },
            retry_after_seconds: problem.retry_after_seconds,
        };
        let body = serde_json::to_vec(&details).unwrap_or_default();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = problem.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn shown(refusal: Refusal) -> serde_json::Value {
        let body = refusal.into_response().into_body();
        serde_json::from_slice(&axum::body::to_bytes(body, 10_000).await.unwrap()).unwrap()
    }

    #[tokio::test]
    async fn a_refusal_has_type_title_status_code_and_detail() {
        let mut problem = Problem::with_detail(Code::SlowDown, "ten a minute");
        problem.retry_after_seconds = Some(7);
        let shown = shown(problem.into()).await;
        assert_eq!(
            shown,
            serde_json::json!({
                "type": "urn:rapport:problem:slow-down", "title": "slow down", "status": 429,
                "code": "slow-down", "detail": "ten a minute", "retry_after_seconds": 7
            })
        );
    }

    #[tokio::test]
    async fn a_fault_keeps_its_words_to_itself() {
        let shown = shown(Refusal::fault("the disk at /data fell off")).await;
        assert_eq!(shown["code"], "fault");
        assert!(!shown.to_string().contains("disk"));
    }
}
