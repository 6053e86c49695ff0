//! The API's description of itself at /api/openapi.json, grown from the routes.

use rapport_wire::Problem;
use rapport_wire::endpoint::{Access, Endpoint, HEADER, Method};
use utoipa::ToSchema;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Content, Info, OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required, Response, ResponseBuilder,
};

/// Name of the cookie in the description's list of securities.
const DEVICE: &str = "device";

/// Paths and schemas, as they are gathered.
#[derive(Default)]
pub(crate) struct Description {
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Description {
    /// Adds a JSON endpoint.
    pub(crate) fn endpoint<E>(&mut self)
    where
        E: Endpoint + ToSchema,
        E::Reply: ToSchema,
    {
        let mut operation = base(E::PATH, E::METHOD, E::ACCESS)
            .operation_id(Some(E::name()))
            .response("200", reply("As asked.", "application/json", self.reference::<E::Reply>()));
        if matches!(E::METHOD, Method::Post | Method::Put) {
            let content = Content::new(Some(self.reference::<E>()));
            let body =
                RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
            operation = operation.request_body(Some(body.build()));
        }
        let refusal = reply("Refused, and why.", "application/problem+json", self.reference::<Problem>());
        self.operation(E::PATH, E::METHOD, operation.response("default", refusal).build());
    }

    /// Adds a route whose body is raw bytes.
    pub(crate) fn bytes(&mut self, id: &str, path: &str, method: Method, access: Access) {
        let bytes = || ObjectBuilder::new().content_media_type("application/octet-stream").build();
        let mut operation = base(path, method, access).operation_id(Some(id));
        if method == Method::Put {
            let body = RequestBodyBuilder::new()
                .content("application/octet-stream", Content::new(Some(Schema::from(bytes()))))
                .required(Some(Required::True));
            operation = operation.request_body(Some(body.build())).response("204", Response::new("Stored."));
        } else {
            operation = operation.response(
                "200",
                reply("The bytes.", "application/octet-stream", Schema::from(bytes()).into()),
            );
        }
        let refusal = reply("Refused, and why.", "application/problem+json", self.reference::<Problem>());
        self.operation(path, method, operation.response("default", refusal).build());
    }

    /// The whole document.
    pub(crate) fn document(self) -> OpenApi {
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
            "__Host-rapport",
            "Set when a device signs in. On plain loopback its name is `rapport`.",
        ));
        let mut schemas = self.schemas;
        schemas.sort_by(|a, b| a.0.cmp(&b.0));
        schemas.dedup_by(|a, b| a.0 == b.0);
        let components = ComponentsBuilder::new()
            .schemas_from_iter(schemas)
            .security_scheme(DEVICE, SecurityScheme::ApiKey(cookie))
            .build();
        let mut info = Info::new("Rapport", env!("CARGO_PKG_VERSION"));
        info.description = Some(
            "Accounts, invitations, spaces, attachments, appointments. Everything live goes over the \
             WebSocket at /api/socket, whose frames are described in docs/protocol.md."
                .to_owned(),
        );
        OpenApiBuilder::new().info(info).paths(self.paths).components(Some(components)).build()
    }

    fn reference<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let name = T::name();
        if !self.schemas.iter().any(|(known, _)| *known == name) {
            self.schemas.push((name.to_string(), T::schema()));
            T::schemas(&mut self.schemas);
        }
        RefOr::Ref(Ref::from_schema_name(name))
    }

    fn operation(&mut self, path: &str, method: Method, operation: Operation) {
        let method = match method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
            Method::Delete => HttpMethod::Delete,
        };
        self.paths.add_path_operation(path, vec![method], operation);
    }
}

/// What every operation has: a tag, the places of its path, the header, the cookie.
fn base(path: &str, method: Method, access: Access) -> OperationBuilder {
    let tag = path.split('/').find(|part| !matches!(*part, "" | "api")).unwrap_or("api");
    let mut operation = OperationBuilder::new().tag(tag);
    for place in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        operation = operation.parameter(parameter(place, ParameterIn::Path));
    }
    if method != Method::Get {
        operation = operation.parameter(parameter(HEADER.0, ParameterIn::Header));
    }
    if access == Access::SignedIn {
        operation = operation.security(SecurityRequirement::new::<_, [String; 0], String>(DEVICE, []));
    }
    operation
}

fn parameter(name: &str, place: ParameterIn) -> Parameter {
    let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::True)
        .schema(Some(Schema::from(text)))
        .build()
}

fn reply(words: &str, media_type: &str, schema: RefOr<Schema>) -> Response {
    let retry =
        Header::new(Schema::from(ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer)).build()));
    let builder = ResponseBuilder::new().description(words).content(media_type, Content::new(Some(schema)));
    if media_type.contains("problem") {
        builder.header("retry-after", retry).build()
    } else {
        builder.build()
    }
}
