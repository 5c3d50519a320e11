from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.permissions import ROLE_ATTACHMENT
from policies.engine.selectors.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    RULE,
    SECURITY_GROUP,
)
from policies.engine.selectors.tokens import ROLE, SUBNET
from policies.rules.iam.attachments import (
    EXCLUSIVE_ATTACHMENTS,
    EXCLUSIVE_POLICIES,
    ROLE_POLICY,
)
from policies.rules.vpc.network import ACL_ASSOCIATION, NETWORK_ACL
from tests.policies.row import Row, declare, findings, rule_of

OPEN = [{"fromPort": 443, "toPort": 443, "protocol": "tcp", "cidrBlocks": ["10.0.0.0/8"]}]
ACL = declare(NETWORK_ACL, "acl")
NETWORK = declare(SUBNET, "private")
GROUP, OTHER = declare(SECURITY_GROUP, "web"), declare(SECURITY_GROUP, "other")
FULL = declare(SECURITY_GROUP, "web", {"ingress": OPEN})
DEFAULT = declare(DEFAULT_SECURITY_GROUP, "default")
SERVER, WORKER = declare(ROLE, "server"), declare(ROLE, "worker")
SHARED = declare("aws:iam/policy:Policy", "shared")
MINE = declare(ROLE_POLICY, "mine", {"role": SERVER, "policy": "{}"})
NAMED = declare(ROLE_POLICY, "named", {"role": SERVER, "policy": "{}", "name": "reads"})
MANAGED = declare(ROLE_ATTACHMENT, "managed", {"role": SERVER, "policyArn": SHARED})
LITERAL = declare(ROLE_ATTACHMENT, "literal", {"role": SERVER, "policyArn": "arn:aws:one"})


def rule(kind: str, group: Any, name: str = "rule") -> Resource:
    return declare(kind, name, {"securityGroupId": group})


def role(**inputs: Any) -> Resource:
    return declare(ROLE, "server", inputs)


def listing(names: Any, of: Any = SERVER) -> Resource:
    return declare(EXCLUSIVE_POLICIES, "all", {"roleName": of, "policyNames": names})


def attaching(arns: Any, of: Any = SERVER) -> Resource:
    return declare(EXCLUSIVE_ATTACHMENTS, "all", {"roleName": of, "policyArns": arns})


ROWS = [
    *(
        Row("vpc-network-acl-in-use", status, stack)
        for status, stack in (
            (None, [NETWORK, declare(NETWORK_ACL, "acl", {"subnetIds": [NETWORK]})]),
            (None, [ACL, NETWORK, declare(ACL_ASSOCIATION, "of", {"networkAclId": ACL})]),
            ("violation", [ACL]),
            ("violation", [declare(NETWORK_ACL, "acl", {"subnetIds": []})]),
            ("unknown", [declare(NETWORK_ACL, "acl", {"subnetIds": UNKNOWN})]),
            ("unknown", [ACL, declare(ACL_ASSOCIATION, "of", {"networkAclId": UNKNOWN})]),
        )
    ),
    *(
        Row("security-group-rules-single-management", status, stack)
        for status, stack in (
            (None, [FULL]),
            (None, [DEFAULT]),
            (None, [GROUP, rule(INGRESS_RULE, GROUP), rule(EGRESS_RULE, GROUP)]),
            (None, [GROUP, rule(RULE, GROUP), rule(RULE, GROUP, "second")]),
            (None, [FULL, OTHER, rule(INGRESS_RULE, OTHER)]),
            (None, [DEFAULT, GROUP, rule(INGRESS_RULE, GROUP)]),
            ("violation", [FULL, rule(INGRESS_RULE, FULL)]),
            ("violation", [FULL, rule(RULE, FULL)]),
            (
                "violation",
                [declare(SECURITY_GROUP, "web", {"egress": OPEN}), rule(INGRESS_RULE, GROUP)],
            ),
            ("violation", [DEFAULT, rule(INGRESS_RULE, DEFAULT)]),
            ("violation", [GROUP, rule(RULE, GROUP), rule(EGRESS_RULE, GROUP)]),
            ("unknown", [FULL, rule(INGRESS_RULE, UNKNOWN)]),
            (
                "unknown",
                [declare(SECURITY_GROUP, "web", {"ingress": UNKNOWN}), rule(RULE, GROUP)],
            ),
        )
    ),
    *(
        Row("iam-role-policies-single-management", status, stack)
        for status, stack in (
            (None, [SERVER, MINE, MANAGED]),
            (None, [role(inlinePolicies=[{"name": "a"}]), MANAGED]),
            (None, [role(managedPolicyArns=["arn:aws:one"]), MINE]),
            (None, [role(inlinePolicies=[{"name": "a"}]), WORKER]),
            (None, [SERVER, MINE, NAMED, listing([MINE, "reads"])]),
            (None, [SERVER, WORKER, MINE, listing(["other"], WORKER)]),
            (None, [SERVER, MINE, listing(["other"], "elsewhere")]),
            (None, [SERVER, SHARED, MANAGED, attaching([SHARED])]),
            (None, [SERVER, LITERAL, attaching(["arn:aws:two", "arn:aws:one"])]),
            ("violation", [role(inlinePolicies=[{"name": "a"}]), MINE]),
            ("violation", [role(managedPolicyArns=["arn:aws:one"]), MANAGED]),
            ("violation", [SERVER, MINE, listing([])]),
            ("violation", [SERVER, MINE, NAMED, listing([MINE])]),
            ("violation", [SERVER, NAMED, listing(["writes"])]),
            ("violation", [SERVER, LITERAL, attaching(["arn:aws:two"])]),
            ("unknown", [role(inlinePolicies=UNKNOWN), MINE]),
            (
                "unknown",
                [
                    role(inlinePolicies=[{"name": "a"}]),
                    declare(ROLE_POLICY, "whose", {"role": UNKNOWN}),
                ],
            ),
            ("unknown", [SERVER, MINE, listing(UNKNOWN)]),
            ("unknown", [SERVER, MINE, listing([UNKNOWN])]),
            ("unknown", [SERVER, MINE, listing([MINE], UNKNOWN)]),
        )
    ),
]


def test_finding_names_removed_policy() -> None:
    [beside] = findings(
        rule_of("iam-role-policies-single-management"), [role(inlinePolicies=[{"name": "a"}]), MINE]
    )
    [left_out] = findings(
        rule_of("iam-role-policies-single-management"), [SERVER, NAMED, listing(["writes"])]
    )

    assert beside.what == "inlinePolicies removes mine"
    assert left_out.what == "policyNames removes named"
