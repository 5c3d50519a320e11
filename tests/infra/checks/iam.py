"""Evaluation of IAM policies, permissions boundaries and key policies over a recording.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data

from tests.infra.recorder import Recording, Registered

ROLE = "aws:iam/role:Role"
Statement = Mapping[str, Any]
Keys = Mapping[str, Sequence[str]]  # condition keys of a request


@dataclass(frozen=True, slots=True)
class Request:
    action: str
    resource: str
    keys: Keys = field(default_factory=dict)


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.IGNORECASE)


def like(text: str, patterns: object) -> bool:
    return any(pattern(each).fullmatch(text) for each in listed(patterns))


OPERATORS: Mapping[str, Callable[[str, Any], bool]] = {
    "StringEquals": lambda actual, wanted: actual in listed(wanted),
    "StringLike": like,
    "ArnEquals": like,
    "ArnLike": like,
    "Bool": lambda actual, wanted: actual in listed(wanted),
    "NumericLessThan": lambda actual, wanted: float(actual) < float(wanted),
}


def satisfied(statement: Statement, keys: Keys) -> bool:
    """Return True if all conditions hold; a key that the request does not have fails."""
    for operator, wanted in statement.get("Condition", {}).items():
        name = operator.removeprefix("ForAnyValue:")
        optional = name.endswith("IfExists")
        test = OPERATORS[name.removesuffix("IfExists")]
        for key, values in wanted.items():
            if key not in keys and optional:
                continue
            if not any(test(actual, values) for actual in keys.get(key, ())):
                return False
    return True


def matches_action(statement: Statement, action: str) -> bool:
    if "NotAction" in statement:
        return not like(action, statement["NotAction"])
    return like(action, statement.get("Action", []))


def matches(statement: Statement, request: Request) -> bool:
    if not matches_action(statement, request.action):
        return False
    if "NotResource" in statement:
        found = not like(request.resource, statement["NotResource"])
    else:
        found = like(request.resource, statement.get("Resource", "*"))
    return found and satisfied(statement, request.keys)


def allowed(statements: Sequence[Statement], request: Request) -> bool:
    effects = {each["Effect"] for each in statements if matches(each, request)}
    return effects == {"Allow"}


def statements_of(document: str) -> list[Statement]:
    return listed(json.loads(document)["Statement"])


@cache
def managed_policies() -> dict[str, Any]:
    policies: dict[str, Any] = json.loads(aws_managed_policies_data)
    return policies


def managed_statements(arn: str) -> list[Statement]:
    """Return the statements of an AWS managed policy, as moto knows them."""
    name = arn.rpartition("/")[2]
    return listed(managed_policies()[name]["Document"]["Statement"])


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its inline and managed policies and its permissions boundary."""

    name: str
    region: str
    inline: list[Statement]
    managed: dict[str, list[Statement]]  # by ARN of the policy
    boundary: list[Statement]
    trusted: frozenset[str]  # service principals, without .amazonaws.com

    @property
    def identity(self) -> list[Statement]:
        return [*self.inline, *(each for policy in self.managed.values() for each in policy)]

    def allows(self, request: Request) -> bool:
        known = {**request.keys, "aws:RequestedRegion": [self.region]}
        within = Request(request.action, request.resource, known)
        return allowed(self.identity, within) and (
            not self.boundary or allowed(self.boundary, within)
        )


@dataclass(frozen=True, slots=True)
class Stack:
    """A recording with the account, regions and roles that its policies refer to."""

    recording: Recording

    @property
    def account(self) -> str:
        [provider, *_] = self.recording.of_type("pulumi:providers:aws")
        [account] = json.loads(provider.inputs.get("allowedAccountIds", "[null]"))
        return account or "123456789012"

    def region(self, resource: Registered) -> str:
        """Return the region of a resource: its own, else its provider's."""
        if region := resource.inputs.get("region"):
            return str(region)
        [name] = re.findall(r"pulumi:providers:aws::([\w-]+)::", resource.provider)
        return str(self.recording.one("pulumi:providers:aws", name).inputs["region"])

    def arn(self, resource: Registered, service: str, name: str) -> str:
        return f"arn:aws:{service}:{self.region(resource)}:{self.account}:{name}"

    def roles(self) -> Iterator[Role]:
        for each in self.recording.of_type(ROLE):
            yield self.role(each)

    def role(self, resource: Registered) -> Role:
        own = {str(resource)}
        inline = [
            statement
            for each in self.recording.of_type("aws:iam/rolePolicy:RolePolicy")
            if {str(role) for role in self.recording.referred(each.inputs["role"])} & own
            for statement in statements_of(each.inputs["policy"])
        ]
        managed = {
            each.inputs["policyArn"]: managed_statements(each.inputs["policyArn"])
            for each in self.recording.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            if {str(role) for role in self.recording.referred(each.inputs["role"])} & own
        }
        limit = resource.inputs.get("permissionsBoundary")
        boundary = statements_of(self.recording.follow(limit).inputs["policy"]) if limit else []
        trust = [
            service.removesuffix(".amazonaws.com")
            for statement in statements_of(resource.inputs["assumeRolePolicy"])
            for service in listed(statement["Principal"].get("Service", []))
        ]
        return Role(
            resource.name, self.region(resource), inline, managed, boundary, frozenset(trust)
        )

    def role_of(self, value: object) -> Role:
        """Return the role that a value refers to, by reference or by its name in an ARN."""
        if found := [each for each in self.recording.referred(value) if each.type == ROLE]:
            return self.role(found[0])
        name = str(value).rpartition("/")[2]
        [named] = [each for each in self.recording.of_type(ROLE) if each.inputs.get("name") == name]
        return self.role(named)
