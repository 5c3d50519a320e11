"""IAM and resource policies: form, names of actions, and actions that a resource cannot have.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policies.engine.selectors.actions import LEVELS, all_actions, is_action, matching
from tests.infra.checks.iam import listed
from tests.infra.recorder import Recording, Registered

VERSION = "2012-10-17"
ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
            "NotResource", "Condition"}  # fmt: skip

SERVICES = {"kafka-cluster": "kafka"}  # prefix of actions → service in ARNs, where they differ
# Allowed on all log groups of a region too:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
ALL_LOG_GROUPS = ("logs:DescribeLogGroups", ":log-group:*")


def findings(recording: Recording) -> list[str]:
    return sorted(
        f"{each}: {path}: {line}"
        for each in recording.resources
        for path, document in documents(each)
        for line in faults(document)
    )


def documents(resource: Registered) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the policy documents in a resource's inputs."""
    for key, value in resource.inputs.items():
        if isinstance(value, str) and value.startswith("{") and '"Effect"' in value:
            document = json.loads(value)
            if "Statement" in document:
                yield key, document


def faults(document: Mapping[str, Any]) -> Iterator[str]:
    if document.get("Version") != VERSION:
        yield f"version is not {VERSION}"
    statements = listed(document["Statement"])
    names = [each["Sid"] for each in statements if "Sid" in each]
    yield from (f"two statements are {each}" for each in set(names) if names.count(each) > 1)
    for statement in statements:
        yield from (f"unknown element {each}" for each in statement.keys() - ELEMENTS)
        if statement.get("Effect") not in ("Allow", "Deny"):
            yield f"effect is {statement.get('Effect')}"
        if ("Action" in statement) == ("NotAction" in statement):
            yield "a statement needs either Action or NotAction"
        for key in ("Action", "NotAction"):
            for action in listed(statement.get(key, [])):
                if not is_action(action):
                    yield f"AWS has no action {action}"
        yield from without_effect(statement)


def without_effect(statement: Mapping[str, Any]) -> Iterator[str]:
    """Yield allowed actions that none of the statement's resources can have."""
    resources = [str(each) for each in listed(statement.get("Resource", "*"))]
    if statement["Effect"] != "Allow" or "*" in resources or "Principal" in statement:
        return
    services = {each.split(":")[2] for each in resources if each.startswith("arn:")}
    known = all(each.startswith("arn:") for each in resources)
    for action in listed(statement.get("Action", [])):
        service = action.lower().partition(":")[0]
        name, end = ALL_LOG_GROUPS
        if action == name and any(each.endswith(end) for each in resources):
            continue
        if not any(matching(action.lower(), LEVELS)):
            yield f"{action} is allowed on * only, not on {resources[0]}"
        elif (
            known
            and service in all_actions()
            and services.isdisjoint({SERVICES.get(service, service), "*"})
        ):
            yield f"{action} is no action on {resources[0]}"
