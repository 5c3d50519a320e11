"""Rules for Amazon API Gateway: REST APIs."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, forbid, found, given, not_, read, require
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_secret


@resource_rule(
    types=("aws:apigateway/stage:Stage",),
    concern="operations",
    severity="low",
    title="API Gateway stage has no X-Ray tracing",
    risk="Slow or failing requests cannot be followed through the services behind the API.",
    fix="xray_tracing_enabled=True",
    same_intent_as=("CKV_AWS_73", "apigateway_restapi_tracing_enabled"),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
    production=True,
)
def apigateway_stage_xray_tracing(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "xrayTracingEnabled", True)


@resource_rule(
    types=("aws:apigateway/stage:Stage",),
    concern="security",
    severity="low",
    title="API Gateway stage has no client certificate for its backend",
    risk="The backend cannot distinguish requests of the API from other requests.",
    fix='client_certificate_id=apigateway.ClientCertificate("api").id',
    same_intent_as=("CKV2_AWS_51", "apigateway_restapi_client_certificate_enabled"),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html",
    regulated=True,
)
def apigateway_stage_client_certificate(resource: Resource) -> Iterator[Finding]:
    path = "clientCertificateId"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a client certificate")


@resource_rule(
    types=("aws:apigateway/methodSettings:MethodSettings",),
    concern="security",
    severity="medium",
    title="API Gateway cache is not encrypted",
    risk="Cached responses are stored in plain text.",
    fix='settings={"caching_enabled": True, "cache_data_encrypted": True}',
    same_intent_as=("CKV_AWS_308", "apigateway_restapi_cache_encrypted"),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
)
def apigateway_method_settings_cache_encrypted(resource: Resource) -> Iterator[Finding]:
    path = "settings.cacheDataEncrypted"
    guarded = equal(read(resource, "settings.cachingEnabled"), option=True)
    broken = not_(equal(read(resource, path), option=True))
    yield from found(all_of([guarded, broken]), resource, path, True)


@resource_rule(
    types=("aws:apigateway/methodSettings:MethodSettings",),
    concern="security",
    severity="medium",
    title="API Gateway logs full requests and responses",
    risk="Tokens and personal data of requests are written to the log.",
    fix='settings={"data_trace_enabled": False}',
    same_intent_as=("CKV_AWS_276",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
)
def apigateway_method_settings_no_data_trace(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "settings.dataTraceEnabled", True, expected=False)


@resource_rule(
    types=("aws:apigateway/methodSettings:MethodSettings",),
    concern="cost",
    severity="low",
    title="API Gateway method has no caching",
    risk="Each request reaches the backend, also for unchanged answers.",
    fix='settings={"caching_enabled": True, "cache_data_encrypted": True}',
    same_intent_as=("CKV_AWS_225",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
    regulated=True,
)
def apigateway_method_settings_caching(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "settings.cachingEnabled", True)


@resource_rule(
    types=("aws:apigateway/stage:Stage",),
    concern="cost",
    severity="low",
    title="API Gateway stage has no cache",
    risk="Each request reaches the backend, also for unchanged answers.",
    fix='cache_cluster_enabled=True, cache_cluster_size="0.5"',
    same_intent_as=("CKV_AWS_120",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
    regulated=True,
)
def apigateway_stage_cache_cluster(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "cacheClusterEnabled", True)


@resource_rule(
    types=("aws:apigateway/method:Method",),
    concern="security",
    severity="low",
    title="API Gateway method does not validate requests",
    risk="Malformed requests reach the backend.",
    fix=(
        'request_validator_id=apigateway.RequestValidator("api", rest_api=api.id, '
        "validate_request_body=True).id"
    ),
    same_intent_as=("CKV2_AWS_53",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
    regulated=True,
)
def apigateway_method_request_validator(resource: Resource) -> Iterator[Finding]:
    path = "requestValidatorId"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a request validator")


@resource_rule(
    types=("aws:apigateway/stage:Stage",),
    concern="security",
    severity="high",
    title="API Gateway stage variable contains a secret",
    risk="Everyone who may read the stage can read the secret.",
    fix="keep the secret in Secrets Manager and read it in the backend",
    same_intent_as=("apigateway_restapi_no_secrets_in_stage_variables",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html",
)
def apigateway_stage_no_secrets_in_variables(resource: Resource) -> Iterator[Finding]:
    path = "variables"
    yield from no_secret(resource, path)


RULES: tuple[Rule, ...] = (
    apigateway_stage_xray_tracing,
    apigateway_stage_client_certificate,
    apigateway_method_settings_cache_encrypted,
    apigateway_method_settings_no_data_trace,
    apigateway_method_settings_caching,
    apigateway_stage_cache_cluster,
    apigateway_method_request_validator,
    apigateway_stage_no_secrets_in_variables,
)
