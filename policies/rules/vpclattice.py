"""Rules for Amazon VPC Lattice."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "vpclattice-service-authentication",
        must_be("authType", "AWS_IAM"),
        types=("aws:vpclattice/service:Service", "aws:vpclattice/serviceNetwork:ServiceNetwork"),
        concern="security",
        severity="medium",
        title="VPC Lattice service admits callers without authentication",
        risk="Every client in the associated VPCs can call the service.",
        fix='auth_type="AWS_IAM"',
        aws_docs="https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html",
        production=True,
    ),
)
