"""Rules for identity policies and trust policies."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors import permissions
from policies.engine.selectors.actions import LEVELS, bounded_actions, first_but, first_of
from policies.engine.selectors.permissions import (
    ATTACHMENT,
    MANAGED,
    POLICY,
    ROLE_ATTACHMENT,
    ROLE_POLICY,
    USER_ATTACHMENT,
)
from policies.engine.selectors.tokens import NOTEBOOK, ROLE
from policies.engine.selectors.web_identity import GITHUB, PROVIDER
from policies.rules.iam.attachments import ACCESS_KEY
from tests.policies.row import Row, declare, findings, of_input, of_inputs, rule_of

ANYTHING = {"Effect": "Allow", "Resource": "*"}
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
OF_ORGANIZATION = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}


def text(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})


def allowing(*actions: Any, **more: Any) -> list[Resource]:
    statement = {**ANYTHING, "Action": [*actions], **more}
    return [declare(POLICY, "policy", {"policy": text(statement)})]


def all_but(*actions: Any) -> list[Resource]:
    return [declare(POLICY, "policy", {"policy": text({**ANYTHING, "NotAction": [*actions]})})]


def of_actions(rule: str, harmful: list[str], harmless: list[str]) -> Iterator[Row]:
    """The same for each rule of what may be done to everything."""
    arn = "arn:aws:s3:::models/*"
    for action in harmless:
        yield Row(rule, None, allowing(action))
    yield Row(rule, None, allowing(*harmful, Effect="Deny"))
    yield Row(rule, None, allowing(*harmful, Resource=[arn]))
    yield Row(rule, None, allowing(*harmful, Condition=OF_ORGANIZATION))
    yield Row(rule, "violation", allowing(*harmful))
    yield Row(rule, "violation", allowing(*harmful, Resource=[arn, "*"]))
    yield Row(rule, "violation", allowing(*(action.upper() for action in harmful)))
    yield Row(rule, "violation", allowing("*"))
    yield Row(rule, "violation", all_but("account:*"))
    inline = {"inlinePolicies": [{"policy": text({**ANYTHING, "Action": harmful})}]}
    yield Row(rule, "violation", [declare(ROLE, "role", inline)])
    yield Row(rule, "unknown", allowing(UNKNOWN_MARK))
    yield Row(rule, "unknown", allowing(*harmful, Resource=UNKNOWN_MARK))
    yield Row(rule, "unknown", [declare(POLICY, "policy", {"policy": UNKNOWN})])


def trust(*principals: Any, **more: Any) -> list[Resource]:
    statements = [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": each, **more}
        for each in principals
    ]
    return [declare(ROLE, "role", {"assumeRolePolicy": text(*statements)})]


GITHUB_ARN = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"


def workflows(subject: Any = None, federated: Any = GITHUB_ARN) -> list[Resource]:
    condition = {} if subject is None else {"StringLike": {f"{GITHUB}:sub": subject}}
    return trust({"Federated": federated}, Condition=condition)


def by_reference(url: Any, subject: str) -> list[Resource]:
    provider = declare(PROVIDER, "provider", {"url": url})
    condition = {"StringLike": {"issuer:sub": subject}}
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return [provider, declare(ROLE, "role", {"assumeRolePolicy": {"Statement": [statement]}})]


def github() -> Iterator[Row]:
    rule = "iam-role-github-oidc-repository-condition"
    for subject in ("repo:us/models:*", "repo:us/*", ["repo:us/a:ref:refs/heads/main"]):
        yield Row(rule, None, workflows(subject))
    yield Row(rule, None, trust({"Service": "ec2.amazonaws.com"}))
    yield Row(rule, None, workflows("repository_owner:us:environment:prod"))
    yield Row(rule, None, by_reference("https://issuer.example.com", "*"))
    for loose in (
        None,
        "*",
        "repo:*",
        "repo:us*",
        "repo:*/models:*",
        "environment:prod:repo:us/a",
    ):
        yield Row(rule, "violation", workflows(loose))
    yield Row(rule, "violation", workflows(["repo:us/models:*", "repo:*/*"]))
    yield Row(rule, "violation", by_reference(f"https://{GITHUB}", "*"))
    yield Row(rule, "unknown", workflows(UNKNOWN_MARK))
    yield Row(rule, "unknown", by_reference(UNKNOWN, "*"))
    yield Row(rule, "unknown", [declare(ROLE, "role", {"assumeRolePolicy": UNKNOWN})])


def accounts() -> Iterator[Row]:
    rule = "iam-role-trust-not-whole-account"
    yield Row(rule, None, trust({"Service": "ec2.amazonaws.com"}))
    yield Row(rule, None, trust({"AWS": "arn:aws:iam::123456789012:role/deploys"}))
    external = {"StringEquals": {"sts:ExternalId": "x"}}
    yield Row(rule, None, trust({"AWS": "123456789012"}, Condition=external))
    yield Row(rule, None, trust({"AWS": "123456789012"}, Effect="Deny"))
    yield Row(rule, "violation", trust({"AWS": "123456789012"}))
    yield Row(rule, "violation", trust({"AWS": ["arn:aws:iam::123456789012:root"]}))
    yield Row(rule, "violation", trust({"AWS": "arn:aws-cn:iam::123456789012:root"}))
    yield Row(rule, "unknown", trust({"AWS": UNKNOWN_MARK}))


def administrators() -> Iterator[Row]:
    rule = "iam-no-administrator-access-policy"
    policy = declare(POLICY, "narrow", {"policy": text({**ANYTHING, "Action": "s3:GetObject"})})
    for kind, path in MANAGED.items():
        several = path.endswith("s")
        value: Any = [ADMINISTRATOR] if several else ADMINISTRATOR
        other: Any = ["arn:aws:iam::aws:policy/ReadOnlyAccess"] if several else "arn:aws:iam::1:p"
        yield Row(rule, "violation", [declare(kind, "holder", {path: value})])
        yield Row(rule, None, [declare(kind, "holder", {path: other})])
        yield Row(rule, "unknown", [declare(kind, "holder", {path: UNKNOWN})])
    yield Row(rule, None, [policy, declare(ROLE_ATTACHMENT, "holder", {"policyArn": policy})])
    yield Row(rule, None, [policy, declare(ROLE, "role", {"managedPolicyArns": [policy]})])
    yield Row(rule, None, [declare(ROLE, "role")])


def notebooks() -> Iterator[Row]:
    rule = "sagemaker-notebook-role-not-administrator"
    everything = text({**ANYTHING, "Action": "*"})

    def notebook(role: Resource, *others: Resource) -> list[Resource]:
        return [role, *others, declare(NOTEBOOK, "notebook", {"roleArn": role})]

    role = declare(ROLE, "role")
    policy = declare(POLICY, "policy", {"policy": everything})
    yield Row(rule, None, notebook(role))
    for broken in (
        {"managedPolicyArns": [ADMINISTRATOR]},
        {"inlinePolicies": [{"policy": everything}]},
    ):
        yield Row(rule, "violation", notebook(declare(ROLE, "role", broken)))
    for kind, inputs in (
        (ROLE_POLICY, {"role": role, "policy": everything}),
        (ROLE_ATTACHMENT, {"role": role, "policyArn": ADMINISTRATOR}),
        (ROLE_ATTACHMENT, {"role": role, "policyArn": policy}),
        (ATTACHMENT, {"roles": [role], "policyArn": policy}),
    ):
        yield Row(rule, "violation", notebook(role, policy, declare(kind, "holder", inputs)))
    narrow = {"role": role, "policy": text({**ANYTHING, "Action": "s3:*"})}
    yield Row(rule, None, notebook(role, declare(ROLE_POLICY, "holder", narrow)))
    of_another = {"role": declare(ROLE, "other"), "policy": everything}
    other = declare(ROLE, "other")
    yield Row(rule, None, notebook(role, other, declare(ROLE_POLICY, "holder", of_another)))
    yield Row(
        rule,
        "unknown",
        notebook(role, declare(ROLE_POLICY, "h", {"role": role, "policy": UNKNOWN})),
    )
    yield from of_inputs(rule, NOTEBOOK, unknown=[{"roleArn": "arn:aws:iam::1:role/elsewhere"}])


ROWS = [
    Row("iam-policy-action-unknown", None, allowing("s3:GetObject", "ec2:Describe*", "*")),
    Row("iam-policy-action-unknown", None, all_but("iam:*", "cloudwatch:PutMetricData")),
    Row("iam-policy-action-unknown", "violation", allowing("s3:GetObject", "s3:ReadObject")),
    Row("iam-policy-action-unknown", "violation", allowing("dynamo:GetItem")),
    Row("iam-policy-action-unknown", "violation", all_but("iam:Destroy*")),
    Row("iam-policy-action-unknown", "unknown", allowing(UNKNOWN_MARK)),
    *of_actions(
        "iam-no-privilege-escalation",
        ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
        ["iam:PassRole", "lambda:CreateFunction", "iam:Get*"],
    ),
    *of_actions(
        "iam-policy-no-unrestricted-data-read",
        ["s3:Get*"],
        ["s3:PutObject", "s3:ListBucket"],
    ),
    *of_actions(
        "iam-policy-no-unrestricted-credential-access",
        ["iam:CreateAccessKey"],
        ["ecr:GetAuthorizationToken", "sts:GetCallerIdentity"],
    ),
    *of_actions(
        "iam-policy-no-unrestricted-permissions-management",
        ["iam:Attach*"],
        ["iam:GetRole", "s3:PutObject"],
    ),
    *of_actions(
        "iam-policy-no-unrestricted-write",
        ["s3:PutObject"],
        ["s3:GetObject", "cloudwatch:PutMetricData", "ec2:DescribeInstances"],
    ),
    *of_actions(
        "iam-policy-no-wildcard-resource",
        ["s3:GetObject"],
        ["s3:ListAllMyBuckets", "ec2:DescribeInstances", "cloudwatch:PutMetricData"],
    ),
    *github(),
    *accounts(),
    *administrators(),
    *notebooks(),
    *of_inputs(
        "iam-user-no-direct-policies",
        ATTACHMENT,
        passes=[{"groups": ["team"], "policyArn": ADMINISTRATOR}, {"users": []}],
        fails=[{"users": ["someone"]}],
        unknown=[{"users": UNKNOWN}],
    ),
    *of_inputs(
        "iam-user-no-direct-policies",
        USER_ATTACHMENT,
        fails=[{"user": "someone", "policyArn": ADMINISTRATOR}, {"user": UNKNOWN}],
    ),
    *of_input("iam-no-root-access-key", "user", passes=["deploys"], fails=["root"]),
    Row(
        "iam-no-root-access-key",
        None,
        [
            declare("aws:iam/user:User", "someone"),
            declare(ACCESS_KEY, "key", {"user": declare("aws:iam/user:User", "someone")}),
        ],
    ),
]


def test_finding_names_first_excessive_action() -> None:
    [found] = findings(
        rule_of("iam-policy-no-wildcard-resource"), allowing("logs:*", "s3:GetObject")
    )

    assert found.path == "policy.Statement[0]"
    assert "allows logs:" in found.message


@pytest.mark.parametrize("level", LEVELS)
def test_action_table_has_every_access_level(level: str) -> None:
    services = bounded_actions()[level]

    assert {"iam", "lambda", "s3"} <= services.keys()


@pytest.mark.parametrize(
    ("pattern", "levels", "first"),
    [
        ("s3:getobject", ("read",), "s3:GetObject"),
        ("s3:GetObject", ("write",), None),
        ("s3:*ject", ("write",), "s3:DeleteObject"),
        ("ec2:DescribeInstances", LEVELS, None),
        ("nosuch:*", LEVELS, None),
        ("*", LEVELS, "*"),
    ],
)
def test_pattern_matches_actions_of_its_service(
    pattern: str, levels: tuple[str, ...], first: str | None
) -> None:
    assert first_of(pattern, *levels) == first


def test_not_action_covers_the_rest() -> None:
    assert first_but(("*",), *LEVELS) is None
    assert first_but(("a*", "b*"), "read") is not None


def test_every_identity_type_has_policy_path() -> None:
    assert {*permissions.IDENTITY_TYPES} == {*permissions.IDENTITY_POLICIES, ROLE}
