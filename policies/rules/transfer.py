"""Rules for AWS Transfer Family."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    any_of,
    found,
    given,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import (
    elements_must_not_be,
    input_rule,
    must_be,
    must_be_given,
)

NAMED = re.compile(r"TransferSecurityPolicy-(?:[A-Za-z]+-)*(\d{4}-\d{2})\b")
DEFAULT = "TransferSecurityPolicy-2018-11"


@resource_rule(
    types=("aws:transfer/server:Server",),
    concern="security",
    severity="medium",
    title="Transfer Family server has an outdated security policy",
    risk="The server accepts ciphers with known weaknesses.",
    fix='security_policy_name="TransferSecurityPolicy-2024-01"',
    same_intent_as=("CKV_AWS_380",),
    aws_docs="https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html",
    settings={"oldest": "oldest accepted security policy, by the date in its name"},
)
def transfer_server_security_policy_current(
    server: Resource, *, oldest: str = "2024-01"
) -> Iterator[Finding]:
    path = "securityPolicyName"
    policy = read(server, path, DEFAULT)
    expected = f"TransferSecurityPolicy-{oldest} or newer"
    yield from found(
        UNKNOWN if is_unknown(policy) else older(str(policy), oldest), server, path, expected
    )


def older(policy: str, oldest: str) -> Truth:
    dated = NAMED.match(policy)
    return dated is None or dated[1] < oldest


@resource_rule(
    types=("aws:transfer/server:Server",),
    concern="operations",
    severity="medium",
    title="Transfer Family server has no logs",
    risk="Sign-ins and transfers leave no record.",
    fix='structured_log_destinations=[group.arn.apply(lambda arn: f"{arn}:*")]',
    aws_docs="https://docs.aws.amazon.com/transfer/latest/userguide/structured-logging.html",
)
def transfer_server_logging(resource: Resource) -> Iterator[Finding]:
    logs = any_of(given(resource, key) for key in ("loggingRole", "structuredLogDestinations"))
    yield from found(not_(logs), resource, "structuredLogDestinations", "a log group")


RULES: tuple[Rule, ...] = (
    transfer_server_security_policy_current,
    input_rule(
        "transfer-server-not-public",
        must_be("endpointType", "VPC", "VPC_ENDPOINT", default="PUBLIC"),
        types=("aws:transfer/server:Server",),
        concern="security",
        severity="high",
        title="Transfer Family server has a public endpoint",
        risk="Anyone on the internet can try to log in.",
        fix='endpoint_type="VPC"',
        same_intent_as=("CKV_AWS_164",),
        aws_docs="https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html",
    ),
    input_rule(
        "transfer-server-no-ftp",
        elements_must_not_be("protocols", "FTP", expected="SFTP or FTPS"),
        types=("aws:transfer/server:Server",),
        concern="security",
        severity="high",
        title="Transfer Family server accepts plain FTP",
        risk="Passwords and files can be read in transit.",
        fix='protocols=["SFTP"]',
        same_intent_as=("CKV_AWS_357",),
        aws_docs="https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html",
    ),
    input_rule(
        "transfer-connector-logging",
        must_be_given("loggingRole", "a logging role"),
        types=("aws:transfer/connector:Connector",),
        concern="operations",
        severity="medium",
        title="Transfer Family connector has no logs",
        risk="Files that failed to transfer leave no record.",
        fix="logging_role=role.arn",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/transfer-controls.html",
    ),
    transfer_server_logging,
)
