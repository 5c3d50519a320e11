"""Rules for AWS Batch."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, is_set
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.containers import document, privileges

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


RULES: tuple[Rule, ...] = (batch_job_not_privileged,)
