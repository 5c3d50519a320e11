"""Wildcards of IAM: patterns over actions and ARNs, with parts that are unknown.

A text may contain OUTPUT in place of an id, an ARN or a name of a resource, which has no wildcard,
and ANYTHING in place of any other unknown text. Matching is then three-valued: the known parts
decide where they can.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html and
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
(2026-11-30).
"""

import re
from functools import cache

from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, OUTPUT
from policies.engine.logic import Truth, is_partial, is_unknown

# One action and one ARN for each of several services: a pattern for all of them is for everything.
ACTIONS = ("ec2:RunInstances", "iam:PassRole", "kms:Decrypt", "s3:GetObject")
IAM_ACTIONS = ("iam:AttachRolePolicy", "iam:CreateUser", "iam:GetRole", "iam:PassRole")
ARNS = (
    "arn:aws:ec2:eu-west-1:123456789012:instance/i-0a1b2c3d",
    "arn:aws:iam::123456789012:role/service-role/app",
    "arn:aws:s3:::bucket/key",
    "arn:aws:sns:us-east-1:210987654321:topic",
)
WILDCARDS = re.compile(r"[*?]+")
# The resource type of IAM actions: the type after the verb names it.
IAM_TYPES = (
    (re.compile(r"(user|group|role)polic"), None),
    (re.compile(r"policyversion"), "policy"),
    (re.compile(r"accesskey|loginprofile|servicespecificcredential"), "user"),
    (re.compile(r"usertogroup"), "group"),
    (re.compile(r"role"), "role"),
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the expression of a pattern, which matches without backtracking over its parts."""
    first, *others = (
        "".join("." if char == "?" else re.escape(char) for char in part)
        for part in pattern.lower().split("*")
    )
    if not others:
        return re.compile(first, re.DOTALL)
    *middle, last = others
    between = "".join(f"(?>.*?{part})" for part in middle if part)
    return re.compile(f"{first}{between}.*{last}", re.DOTALL)


def widest(text: str) -> str:
    """Return the pattern for every value that a text with unknown parts may have."""
    return text.replace(OUTPUT, "*").replace(ANYTHING, "*")


def may_be(text: object, *values: str) -> bool:
    """Return whether a text, in its unknown parts, may be one of the values."""
    return is_unknown(text) or any(
        compiled(widest(str(text))).fullmatch(each.lower()) for each in values
    )


def is_text(value: object, expected: str) -> Truth:
    if is_unknown(value) or is_partial(value):
        return UNKNOWN if may_be(value, expected) else False
    return value == expected


def matches(pattern: object, text: str) -> Truth:
    """Return whether a pattern with wildcards matches a text, without regard to case."""
    if is_unknown(pattern) or is_partial(pattern):
        return UNKNOWN if may_be(pattern, text) else False
    return compiled(str(pattern)).fullmatch(text.lower()) is not None


def covers_all(pattern: object, samples: tuple[str, ...]) -> Truth:
    """Return whether a pattern matches all samples. A name is never such a pattern."""
    if is_unknown(pattern):
        return UNKNOWN
    own = str(pattern)
    every = all(compiled(widest(own)).fullmatch(each.lower()) for each in samples)
    if every and ANYTHING in own:
        return UNKNOWN
    return OUTPUT not in own and every


def every_action_pattern(pattern: object) -> Truth:
    return UNKNOWN if pattern == OUTPUT else covers_all(pattern, ACTIONS)


def every_iam_action_pattern(pattern: object) -> Truth:
    return UNKNOWN if pattern == OUTPUT else covers_all(pattern, IAM_ACTIONS)


def every_resource_pattern(pattern: object) -> Truth:
    return covers_all(pattern, ARNS)


def every_resource_of(pattern: object, action: str) -> Truth:
    """Return whether a pattern matches every resource that an action can be used on.

    "arn:aws:iam::123456789012:role/*" does for iam:PassRole, "arn:aws:s3:::*" for s3:GetObject.
    """
    everything = every_resource_pattern(pattern)
    if everything is not False:
        return everything
    if ANYTHING in str(pattern):
        before = str(pattern).partition(ANYTHING)[0].count(":")
        whole = before < 5 or every_resource_of(widest(str(pattern)), action)  # noqa: PLR2004
        return UNKNOWN if whole else False
    parts = str(pattern).lower().split(":", 5)
    if len(parts) < 6 or OUTPUT in parts[5]:  # noqa: PLR2004 (parts of an ARN)
        return False
    service = action.partition(":")[0].lower().replace("sts", "iam")
    return compiled(parts[2]).fullmatch(service) is not None and all_of_type(parts[5], action)


def all_of_type(resource: str, action: str) -> bool:
    """Return whether the last part of an ARN, "role/*", leaves out no resource of its type."""
    kind, _, name = resource.partition("/") if "/" in resource else resource.partition(":")
    if WILDCARDS.fullmatch(kind):
        return not name or WILDCARDS.fullmatch(name) is not None
    if not WILDCARDS.fullmatch(name.replace("/", "").replace(":", "") or "-"):
        return False
    if not action.lower().startswith(("iam:", "sts:")):
        return not action.lower().startswith("s3:")  # there, "name/*" is one bucket
    return kind == iam_type(action.lower())


def iam_type(action: str) -> str:
    for pattern, kind in IAM_TYPES:
        if found := pattern.search(action):
            return kind or found[1]
    return ""
