"""Cost controls that count nothing, or what is not theirs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.infra.recorder import Recording

BUDGET = "aws:budgets/budget:Budget"
BY_TAG = (
    BUDGET,
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    "aws:costexplorer/costCategory:CostCategory",
)
ACTIVE = "aws:costexplorer/costAllocationTag:CostAllocationTag"


def tag_keys(value: object) -> Iterator[str]:
    """Yield the tag keys that a budget, monitor or cost category filters by."""
    match value:
        case str() if value.startswith("user:"):
            yield value.removeprefix("user:").partition("$")[0]
        case str() if value.startswith("{"):
            yield from tag_keys(json.loads(value))
        case Mapping():
            for name, item in value.items():
                if name in ("tags", "Tags") and isinstance(item, Mapping):
                    yield from (str(item[each]) for each in ("key", "Key") if each in item)
                yield from tag_keys(item)
        case list():
            for item in value:
                yield from tag_keys(item)


def findings(recording: Recording, config: Mapping[str, Any]) -> list[str]:
    """Return filters by a tag that neither this stack nor, as stated, another one activates."""
    if config.get("plimsoll:governance", {}).get("tags_active"):
        return []
    active = {each.inputs["tagKey"] for each in recording.of_type(ACTIVE)}
    return sorted(
        f"{each}: filters by {key}, which is no active cost allocation tag"
        for each in recording.of_type(*BY_TAG)
        for key in sorted(set(tag_keys({name: item for name, item in each.inputs.items()
                                        if name != "tags"})) - active)
    )  # fmt: skip


def shared_accounts(stacks: Mapping[str, tuple[Recording, Mapping[str, Any]]]) -> list[str]:
    """Return budgets without environment filter of stacks that share an account."""
    accounts = [config["plimsoll:account"] for _, config in stacks.values()]
    return sorted(
        f"{name}: {each} counts the spend of other stacks in the account"
        for name, (recording, config) in stacks.items()
        if accounts.count(config["plimsoll:account"]) > 1
        for each in recording.of_type(BUDGET)
        if "environment" not in tag_keys(
            {key: item for key, item in each.inputs.items() if key != "tags"}
        )
    )  # fmt: skip
