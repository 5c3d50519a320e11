"""Expand awsx.ecr: repositories and images.

Source: pulumi/pulumi-awsx, awsx/ecr, read 2026-11-24.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from costing.graph.preview.packages.component import Component


def repository(component: Component) -> dict[str, Any]:
    name = component.name.lower()
    made = component.add(
        "aws:ecr/repository:Repository", name, component.without("lifecyclePolicy")
    )
    specified = component.given("lifecyclePolicy") or {}
    policy = None
    if not specified.get("skip"):
        policy = component.add(
            "aws:ecr/lifecyclePolicy:LifecyclePolicy",
            name,
            {"repository": made.output("name"), "policy": lifecycle(specified.get("rules"))},
        )
    return {
        "repository": made.reference,
        "lifecyclePolicy": policy.reference if policy else None,
        "url": made.output("repositoryUrl"),
    }


def lifecycle(rules: Sequence[Mapping[str, Any]] | None) -> str:
    untagged = {
        "description": "remove untagged images",
        "tagStatus": "untagged",
        "maximumNumberOfImages": 1,
    }
    ordered = sorted(rules or [untagged], key=lambda rule: rule.get("tagStatus") == "any")
    each = [expiry(rule, priority) for priority, rule in enumerate(ordered, 1)]
    return json.dumps({"rules": each}, separators=(",", ":"))


def expiry(rule: Mapping[str, Any], priority: int) -> dict[str, Any]:
    status = rule.get("tagStatus")
    selection: dict[str, Any] = {"tagStatus": status}
    if status not in ("any", "untagged"):
        selection = {"tagStatus": "tagged", "tagPrefixList": rule.get("tagPrefixList")}
    count = rule.get("maximumNumberOfImages")
    if count is not None:
        selection |= {"countType": "imageCountMoreThan", "countNumber": count}
    else:
        age = rule.get("maximumAgeLimit")
        selection |= {"countType": "sinceImagePushed", "countNumber": age, "countUnit": "days"}
    described = {"description": rule["description"]} if rule.get("description") else {}
    return {
        "rulePriority": priority,
        **described,
        "selection": selection,
        "action": {"type": "expire"},
    }


def image(component: Component) -> dict[str, Any]:
    """Return the outputs of an image, which is not built in a preview."""
    tag = component.given("imageName") or component.given("imageTag") or f"{component.name}-image"
    made = component.add(
        "docker-build:index:Image",
        str(tag),
        {"push": True, "context": {"location": component.given("context", ".")}},
    )
    return {"imageUri": made.output("ref")}
