"""Changes of a recording that put a fault back into it."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.infra.recorder import Recording, Registered

Inputs = dict[str, Any]
Change = Callable[[Inputs], Inputs]

MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"


def changed(kind: str, change: Change, name: str = "") -> Callable[[Recording], Recording]:
    """Return a function that changes the inputs of resources whose name begins with `name`."""

    def applied(given: Recording) -> Recording:
        return Recording(
            tuple(
                replace(each, inputs=change(json.loads(json.dumps(each.inputs))))
                if each.type == kind and each.name.startswith(name)
                else each
                for each in given.resources
            )
        )

    return applied


def without(*kinds: str, name: str = "") -> Callable[[Recording], Recording]:
    def applied(given: Recording) -> Recording:
        return Recording(
            tuple(
                each
                for each in given.resources
                if each.type not in kinds or not each.name.startswith(name)
            )
        )

    return applied


def set_to(**values: Any) -> Change:
    return lambda inputs: {**inputs, **values}


def text(old: str, new: str) -> Change:
    """Return a change of all texts in the inputs, user data too."""

    def real(value: Any, key: str = "") -> Any:
        match value:
            case str() if key == "userData":
                plain = base64.b64decode(value).decode().replace(old, new)
                return base64.b64encode(plain.encode()).decode()
            case str():
                return value.replace(old, new)
            case dict():
                return {name: real(item, name) for name, item in value.items()}
            case list():
                return [real(item, key) for item in value]
        return value

    return real


def only_root(inputs: Inputs) -> Inputs:
    """Return a key whose policy only delegates to IAM policies."""
    policy = json.loads(inputs["policy"])
    statements = [each for each in policy["Statement"] if "root" in json.dumps(each["Principal"])]
    return {**inputs, "policy": json.dumps({**policy, "Statement": statements[:1]})}


def denying(action: str) -> Change:
    def change(inputs: Inputs) -> Inputs:
        policy = json.loads(inputs["policy"])
        denied = {"Effect": "Deny", "Action": action, "Resource": "*"}
        return {
            **inputs,
            "policy": json.dumps({**policy, "Statement": [*policy["Statement"], denied]}),
        }

    return change


def rules_of_acl(change: Change) -> Change:
    return lambda inputs: {**inputs, "rules": [change(each) for each in inputs["rules"]]}


def block_bodies(rule: Inputs) -> Inputs:
    rule["statement"].get("managedRuleGroupStatement", {}).pop("ruleActionOverrides", None)
    return rule


def low_limit(rule: Inputs) -> Inputs:
    if limited := rule["statement"].get("rateBasedStatement"):
        limited["limit"] = 3000
    return rule


def without_copies(inputs: Inputs) -> Inputs:
    return {**inputs, "rules": [{**each, "copyActions": []} for each in inputs["rules"]]}


def writer_role(inputs: Inputs) -> Inputs:
    return {**inputs, "dimensions": {**inputs["dimensions"], "Role": "WRITER"}}


def at_once(given: Recording) -> Recording:
    """Return resources that wait for no other."""
    return Recording(tuple(replace(each, dependencies=frozenset()) for each in given.resources))


def with_monitor(given: Recording) -> Recording:
    own = {"monitorType": "DIMENSIONAL", "monitorDimension": "SERVICE"}
    monitor = Registered(
        MONITOR, "second", own, custom=True, parent="", provider="", protect=False,
        dependencies=frozenset(), ignore_changes=(),
    )  # fmt: skip
    return Recording((*given.resources, monitor))


def expiring(given: Recording) -> Recording:
    """Return lifecycle rules that delete every object after 400 days."""
    rule = {"id": "all", "filter": {"prefix": ""}, "expiration": {"days": 400}}
    kind = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
    return changed(kind, set_to(rules=[rule]))(given)


def without_ports(inputs: Inputs) -> Inputs:
    return {**inputs, "templateBody": inputs["templateBody"].replace("authorizedTcpPorts", "x")}
