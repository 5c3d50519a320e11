"""Rules for AWS Cloud9."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "cloud9-environment-ssm-connection",
        must_be("connectionType", "CONNECT_SSM"),
        types=("aws:cloud9/environmentEC2:EnvironmentEC2",),
        concern="security",
        severity="medium",
        title="Cloud9 environment (AWS) is reached over SSH from the internet",
        risk="The instance needs a public address and an open port.",
        fix='connection_type="CONNECT_SSM"',
        aws_docs="https://docs.aws.amazon.com/cloud9/latest/user-guide/ec2-ssm.html",
    ),
)
