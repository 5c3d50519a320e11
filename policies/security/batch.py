"""What keeps jobs apart from the machines that they run on."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.containers import document, privileges
from policies.reading.values import equal, found, stated
from policies.rule import resource_rule

JOB_DEFINITION = "aws:batch/jobDefinition:JobDefinition"
PROPERTIES = ("containerProperties", "ecsProperties", "eksProperties", "nodeProperties")


@resource_rule(
    types=(JOB_DEFINITION,),
    concern="security",
    severity="high",
    fix='"privileged": False, and linuxParameters for the devices that are needed',
    same_intent_as=("CKV_AWS_210",),
    url="https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html",
)
def no_privileged_job(job: Resource) -> Iterator[Finding]:
    """No job is root on the machine that it runs on, and that others run on after it."""
    for properties in PROPERTIES:
        if stated(job, properties):
            for path, value in privileges(document(job, properties), properties):
                broken = equal(value, option=True)
                yield from found(broken, job, path, wanted=False, actual=value)
