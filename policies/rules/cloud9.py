"""Rules for AWS Cloud9."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:cloud9/environmentEC2:EnvironmentEC2",),
    concern="security",
    severity="medium",
    title="Cloud9 environment (AWS) is reached over SSH from the internet",
    risk="The instance needs a public address and an open port.",
    fix='connection_type="CONNECT_SSM"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/cloud9/latest/user-guide/ec2-ssm.html",
)
def cloud9_environment_ssm_connection(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "connectionType", "CONNECT_SSM")


RULES: tuple[Rule, ...] = (cloud9_environment_ssm_connection,)
