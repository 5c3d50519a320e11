"""Rules for Amazon VPC Lattice."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.denials import admitting_anyone
from policies.engine.selectors.documents import statements
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/vpc-lattice/latest/ug"
SERVICE = "aws:vpclattice/service:Service"
NETWORK = "aws:vpclattice/serviceNetwork:ServiceNetwork"
AUTH_POLICY = "aws:vpclattice/authPolicy:AuthPolicy"
LISTENER = "aws:vpclattice/listener:Listener"


@resource_rule(
    types=(AUTH_POLICY,),
    concern="security",
    severity="high",
    title="VPC Lattice auth policy admits any caller",
    risk="Everything in the associated VPCs, and anonymous callers, can invoke the service.",
    fix='name the principal, or add a condition: StringEquals {"aws:PrincipalOrgID": "o-..."}',
    same_intent_as=(),
    aws_docs=f"{GUIDE}/auth-policies.html",
)
def vpclattice_auth_policy_limits_callers(policy: Resource) -> Iterator[Finding]:
    every = [*statements(policy, "policy")]
    for statement, anyone in admitting_anyone(every, "vpc-lattice-svcs:Invoke"):
        because = f"{statement.path} allows any principal to invoke the service"
        expected = "a named principal, or a condition"
        actual = {key: each for key, each in statement.content.items() if key != "Condition"}
        yield from found(anyone, policy, statement.path, expected, actual=actual, because=because)


RULES: tuple[Rule, ...] = (
    input_rule(
        "vpclattice-service-authentication",
        must_be("authType", "AWS_IAM"),
        types=(SERVICE, NETWORK),
        concern="security",
        severity="medium",
        title="VPC Lattice service admits callers without authentication",
        risk="Every client in the associated VPCs can call the service.",
        fix='auth_type="AWS_IAM"',
        aws_docs="https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html",
        production=True,
    ),
    vpclattice_auth_policy_limits_callers,
    input_rule(
        "vpclattice-listener-https",
        must_not_be("protocol", "HTTP", expected="HTTPS"),
        types=(LISTENER,),
        concern="security",
        severity="medium",
        title="VPC Lattice listener accepts plain HTTP",
        risk="Requests and responses can be read and changed in transit.",
        fix='protocol="HTTPS"',
        aws_docs=f"{GUIDE}/https-listeners.html",
        production=True,
    ),
)
