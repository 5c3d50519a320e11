"""Rules for Amazon VPC Lattice."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:vpclattice/service:Service", "aws:vpclattice/serviceNetwork:ServiceNetwork"),
    concern="security",
    severity="medium",
    title="VPC Lattice service admits callers without authentication",
    risk="Every client in the associated VPCs can call the service.",
    fix='auth_type="AWS_IAM"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html",
    production=True,
)
def vpclattice_service_authentication(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "authType", "AWS_IAM")


RULES: tuple[Rule, ...] = (vpclattice_service_authentication,)
