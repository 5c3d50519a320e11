"""Rules for AWS Transfer Family."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, equal, found, is_unknown, items, read, require
from policies.engine.rule import Rule, resource_rule

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
    concern="security",
    severity="high",
    title="Transfer Family server has a public endpoint",
    risk="Anyone on the internet can try to log in.",
    fix='endpoint_type="VPC"',
    same_intent_as=("CKV_AWS_164",),
    aws_docs="https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html",
)
def transfer_server_not_public(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "endpointType", "VPC", "VPC_ENDPOINT", default="PUBLIC")


@resource_rule(
    types=("aws:transfer/server:Server",),
    concern="security",
    severity="high",
    title="Transfer Family server accepts plain FTP",
    risk="Passwords and files can be read in transit.",
    fix='protocols=["SFTP"]',
    same_intent_as=("CKV_AWS_357",),
    aws_docs="https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html",
)
def transfer_server_no_ftp(resource: Resource) -> Iterator[Finding]:
    for path, protocol in items(resource, "protocols"):
        yield from found(equal(protocol, "FTP"), resource, path, "SFTP or FTPS")


RULES: tuple[Rule, ...] = (
    transfer_server_security_policy_current,
    transfer_server_not_public,
    transfer_server_no_ftp,
)
