//! Calling an endpoint: the wire says where and how, the platform carries it.

use rapport_wire::Problem;
use rapport_wire::endpoint::{Endpoint, HEADER, Method};

use crate::ClientError;
use crate::platform::{Platform, Request, Response};

const JSON: (&str, &str) = ("content-type", "application/json");

/// Calls an endpoint.
pub async fn call<E: Endpoint>(outside: &dyn Platform, ask: &E) -> Result<E::Reply, ClientError> {
    let body = match E::METHOD {
        Method::Get => Vec::new(),
        _ => serde_json::to_vec(ask).map_err(|_| ClientError::BadAnswer)?,
    };
    let request = Request { method: E::METHOD, path: ask.path(), headers: vec![HEADER, JSON], body };
    let answer = accepted(outside.http(request).await?)?;
    serde_json::from_slice(&answer).map_err(|_| ClientError::BadAnswer)
}

/// Puts raw bytes (a sealed chunk) at a path.
pub async fn put(outside: &dyn Platform, path: String, body: Vec<u8>) -> Result<(), ClientError> {
    let headers = vec![HEADER, ("content-type", "application/octet-stream")];
    let request = Request { method: Method::Put, path, headers, body };
    accepted(outside.http(request).await?).map(drop)
}

/// Gets raw bytes.
pub async fn get(outside: &dyn Platform, path: String) -> Result<Vec<u8>, ClientError> {
    let request = Request { method: Method::Get, path, headers: vec![HEADER], body: Vec::new() };
    accepted(outside.http(request).await?)
}

/// The body of a good answer, or the problem the server names.
fn accepted(response: Response) -> Result<Vec<u8>, ClientError> {
    if (200..300).contains(&response.status) {
        return Ok(response.body);
    }
    match serde_json::from_slice::<Problem>(&response.body) {
        Ok(problem) => Err(problem.into()),
        Err(_) => Err(ClientError::BadAnswer),
    }
}
