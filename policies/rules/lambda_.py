"""Rules for AWS Lambda."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    UnknownInput,
    all_of,
    any_of,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    items,
    known,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.credentials import secret_in
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.tokens import FUNCTION, LAMBDA_PERMISSION
from policies.engine.selectors.zones import zones_of
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_is_given,
    input_rule,
    must_be,
    must_be_at_least,
    must_be_given,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"
FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
PERMISSION = LAMBDA_PERMISSION
VARIABLES = "environment.variables"


@resource_rule(
    types=(FUNCTION,),
    concern="security",
    severity="critical",
    title="Lambda environment variables contain a secret",
    risk="Everyone who may read the function's configuration can use it.",
    fix=(
        "read secrets from Secrets Manager in the function, and use the execution role "
        "instead of access keys"
    ),
    same_intent_as=("CKV_AWS_45",),
    aws_docs=f"{GUIDE}/configuration-envvars.html",
)
def lambda_environment_no_secrets(function: Resource) -> Iterator[Finding]:
    for name, value in known(function, VARIABLES, {}).items():
        if not is_unknown(value):
            kind = secret_in(str(value)) or secret_in(f"{name}={value}")
            path, because = f"{VARIABLES}.{name}", f"{VARIABLES}.{name} contains {kind}"
            yield from found(
                kind is not None, function, path, "no secrets", actual=kind, because=because
            )
    for name, value in known(function, VARIABLES, {}).items():
        if is_unknown(value):
            raise UnknownInput(function, f"{VARIABLES}.{name}")


@resource_rule(
    types=(PERMISSION,),
    concern="security",
    severity="medium",
    title="Lambda permission for a service names no source account or ARN",
    risk="Any AWS customer can call the function through that service (confused deputy).",
    fix="source_arn=... of the calling resource, or source_account",
    same_intent_as=("CKV_AWS_364",),
    aws_docs=f"{GUIDE}/permissions-function-services.html",
)
def lambda_permission_source_account(permission: Resource) -> Iterator[Finding]:
    principal = read(permission, "principal")
    service = UNKNOWN if is_unknown(principal) else ".amazonaws.com" in str(principal)
    named = any_of(given(permission, each) for each in ("sourceArn", "sourceAccount"))
    expected = "a source ARN or source account"
    yield from found(all_of([service, not_(named)]), permission, "sourceArn", expected)


@stack_rule(
    types=(FUNCTION,),
    concern="availability",
    severity="medium",
    title="Lambda function in a VPC has subnets in a single zone",
    risk="The loss of the zone stops the function.",
    fix='vpc_config={"subnet_ids": [a.id, b.id], ...} with subnets in at least two zones',
    aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    production=True,
)
def lambda_function_two_zones(function: Resource, stack: Stack) -> Iterator[Finding]:
    path = "vpcConfig.subnetIds"
    if is_set(function, "vpcConfig"):
        reached = zones_of(stack, function, path)
        yield from found(not_(reached.at_least(2)), function, path, "two zones")


@stack_rule(
    types=("aws:lambda/function:Function",),
    concern="availability",
    severity="low",
    title="Lambda function has no dead-letter queue",
    risk="Events that failed three times are lost.",
    fix='dead_letter_config={"target_arn": queue.arn}',
    same_intent_as=("CKV_AWS_116", "awslambda_function_no_dead_letter_queue"),
    aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    regulated=True,
)
def lambda_dead_letter_queue(resource: Resource, stack: Stack) -> Iterator[Finding]:
    invoked = stack.attached(
        resource, "functionName", "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    )
    own = given(resource, "deadLetterConfig.targetArn")
    yield from found(
        not_(any_of([own, invoked.exist])), resource, "deadLetterConfig", "a queue or topic"
    )


@resource_rule(
    types=("aws:lambda/layerVersionPermission:LayerVersionPermission",),
    concern="security",
    severity="high",
    title="Lambda layer is open to every AWS account",
    risk="Anyone can read the code and the secrets in the layer.",
    fix='principal="123456789012", or organization_id="o-..."',
    aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html",
)
def lambda_layer_not_public(resource: Resource) -> Iterator[Finding]:
    anyone = equal(read(resource, "principal"), "*")
    limited = is_set(resource, "organizationId")
    yield from found(
        all_of([anyone, not_(limited)]), resource, "principal", "an account, or an organization"
    )


@resource_rule(
    types=("aws:lambda/functionUrl:FunctionUrl",),
    concern="security",
    severity="medium",
    title="Lambda function URL admits every origin and method",
    risk="Scripts of any website can call the function.",
    fix='cors={"allow_origins": ["https://app.example.com"], "allow_methods": ["GET"]}',
    same_intent_as=("CKV2_AWS_75",),
    aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
)
def lambda_function_url_cors_restricted(resource: Resource) -> Iterator[Finding]:
    origins = [each for _, each in items(resource, "cors.allowOrigins")]
    methods = [each for _, each in items(resource, "cors.allowMethods")]
    open_ = all_of([any_of(equal(each, "*") for each in listed) for listed in (origins, methods)])
    yield from found(open_, resource, "cors.allowOrigins", "listed origins")


RULES: tuple[Rule, ...] = (
    lambda_environment_no_secrets,
    input_rule(
        "lambda-environment-customer-managed-key",
        must_be_given("kmsKeyArn", "a customer managed key", when=input_is_given("environment")),
        types=(FUNCTION,),
        concern="security",
        severity="medium",
        title="Lambda environment variables have no customer managed KMS key",
        risk="Everyone who may read the function's configuration can read its variables.",
        fix="kms_key_arn=key.arn",
        same_intent_as=("CKV_AWS_173",),
        aws_docs=f"{GUIDE}/configuration-envvars-encryption.html",
        production=True,
    ),
    input_rule(
        "lambda-function-in-vpc",
        must_be_given("vpcConfig", "subnets of a VPC"),
        types=(FUNCTION,),
        concern="security",
        severity="low",
        title="Lambda function does not run in a VPC",
        risk="Its network traffic cannot be restricted or recorded in flow logs.",
        fix='vpc_config={"subnet_ids": [a.id, b.id], "security_group_ids": [group.id]}',
        same_intent_as=("CKV_AWS_117",),
        aws_docs=f"{GUIDE}/configuration-vpc.html",
    ),
    input_rule(
        "lambda-function-url-authorization",
        must_not_be("authorizationType", "NONE", expected="AWS_IAM"),
        types=(FUNCTION_URL,),
        concern="security",
        severity="high",
        title="Lambda function URL accepts unauthenticated requests",
        risk="Anyone on the internet can call the function.",
        fix='authorization_type="AWS_IAM"',
        same_intent_as=("CKV_AWS_258",),
        aws_docs=f"{GUIDE}/urls-auth.html",
    ),
    lambda_permission_source_account,
    input_rule(
        "lambda-runtime-supported",
        must_not_be("runtime", *fact("lambda", "deprecated"), expected="a supported runtime"),
        types=(FUNCTION,),
        concern="security",
        severity="medium",
        title="Lambda runtime is deprecated",
        risk="The runtime gets no security patches, and functions can no longer be updated.",
        fix='runtime="python3.13", or another that AWS patches',
        same_intent_as=("CKV_AWS_363",),
        aws_docs=f"{GUIDE}/lambda-runtimes.html",
    ),
    lambda_function_two_zones,
    input_rule(
        "lambda-function-xray-tracing",
        must_be("tracingConfig.mode", "Active", "PassThrough"),
        types=(FUNCTION,),
        concern="operations",
        severity="low",
        title="Lambda function has no X-Ray tracing",
        risk="Slow or failing downstream calls cannot be located.",
        fix='tracing_config={"mode": "Active"}',
        same_intent_as=("CKV_AWS_50",),
        aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
    ),
    input_rule(
        "lambda-reserved-concurrency",
        must_be_at_least("reservedConcurrentExecutions", 0, "a limit", default=-1),
        types=("aws:lambda/function:Function",),
        concern="availability",
        severity="low",
        title="Lambda function has no concurrency limit",
        risk="One function can use the concurrency of the whole account.",
        fix="reserved_concurrent_executions=100",
        same_intent_as=("CKV_AWS_115",),
        aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
        regulated=True,
    ),
    lambda_dead_letter_queue,
    input_rule(
        "lambda-code-signing",
        must_be_given("codeSigningConfigArn", "a code signing configuration"),
        types=("aws:lambda/function:Function",),
        concern="security",
        severity="low",
        title="Lambda function accepts unsigned code",
        risk="Code that was not built by your pipeline can be deployed.",
        fix="code_signing_config_arn=config.arn",
        same_intent_as=("CKV_AWS_272",),
        aws_docs="https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html",
        regulated=True,
    ),
    lambda_layer_not_public,
    lambda_function_url_cors_restricted,
)
