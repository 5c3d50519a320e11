"""Rules for AWS Batch."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, is_set
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.containers import document, privileges
from policies.rules._shared.input_rules import input_rule, must_have_no_secret

JOB_DEFINITION = "aws:batch/jobDefinition:JobDefinition"
PROPERTIES = ("containerProperties", "ecsProperties", "eksProperties", "nodeProperties")


@resource_rule(
    types=(JOB_DEFINITION,),
    concern="security",
    severity="high",
    title="AWS Batch job definition runs a privileged container",
    risk="A compromised job controls the host and the jobs that run on it later.",
    fix='"privileged": False, and linuxParameters for the devices that the job needs',
    same_intent_as=("CKV_AWS_210",),
    aws_docs="https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html",
)
def batch_job_not_privileged(job: Resource) -> Iterator[Finding]:
    for properties in PROPERTIES:
        if is_set(job, properties):
            for path, value in privileges(document(job, properties), properties):
                broken = equal(value, option=True)
                yield from found(broken, job, path, expected=False, actual=value)


RULES: tuple[Rule, ...] = (
    batch_job_not_privileged,
    input_rule(
        "batch-job-no-plain-text-secrets",
        must_have_no_secret("containerProperties"),
        types=("aws:batch/jobDefinition:JobDefinition",),
        concern="security",
        severity="high",
        title="AWS Batch job definition has a secret in an environment variable",
        risk="Everyone who may read the definition can read the secret.",
        fix='"secrets": [{"name": "DB_PASSWORD", "valueFrom": secret.arn}]',
        same_intent_as=("batch_job_definition_no_secrets",),
        aws_docs="https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html",
    ),
)
