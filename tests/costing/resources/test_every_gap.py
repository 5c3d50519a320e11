"""Properties of gaps, for every priced type: an unknown input costs the charges that need it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from costing.model import SECRET, UNKNOWN, Meter
from costing.resources import models
from costing.resources._shared.machine_images import LINUX_ASSUMED
from costing.resources._shared.metering import Unmetered
from costing.resources._shared.priced_resource import PricedResource
from tests.costing.resources.by_service import every_type
from tests.costing.resources.case import Case
from tests.costing.resources.test_every_type import cases

Path = tuple[str | int, ...]

# Names by which other resources of the stack refer to this one, as plain text. Where such a name
# is unknown, the graph has lost the reference, and no cost model can know of it.
NAMES = {
    ("aws:budgets/budget:Budget", "name"),
    ("aws:ecs/service:Service", "cluster"),
    ("aws:ecs/service:Service", "name"),
    ("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId"),
    ("aws:rds/proxy:Proxy", "name"),
    ("aws:s3/bucket:Bucket", "bucket"),
}

# Inputs without which the instances are priced as Linux, marked as assumed.
ASSUMED = {("aws:ec2/instance:Instance", "ami"), ("aws:eks/nodeGroup:NodeGroup", "amiType")}


@every_type
def test_unknown_input_keeps_each_charge_or_names_it_in_a_gap(
    resource: type[PricedResource],
) -> None:
    for case, path in mutable(resource):
        if (resource.type, path[0]) in NAMES:
            continue
        unknown = replace(case, inputs=put(case.inputs, path, UNKNOWN))
        if (resource.type, path[0]) in ASSUMED and not names_system(case):
            assert is_assumed_linux(unknown), (case, path)
            continue
        left, gaps = Counter(map(key, unknown.meters())), unknown.gaps()
        for meter in case.meters():
            if left[key(meter)]:
                left[key(meter)] -= 1
            else:
                assert any(names(gap, meter) for gap in gaps), (case, path, meter)


@every_type
def test_gap_names_its_charge_without_internal_error(resource: type[PricedResource]) -> None:
    for case, path in mutable(resource):
        for value in (UNKNOWN, SECRET, None, {"a": [1]}, -1):
            changed = replace(case, inputs=put(case.inputs, path, value))
            for gap in changed.gaps():
                assert gap.charge, (case, path, value, gap)
                assert "internal error" not in gap.reason, (case, path, value, gap)


@every_type
def test_gap_of_an_unknown_input_has_its_path(resource: type[PricedResource]) -> None:
    for case, path in mutable(resource):
        unknown = replace(case, inputs=put(case.inputs, path, UNKNOWN))
        before = case.gaps()
        for gap in unknown.gaps():
            if gap not in before and gap.reason.endswith("is known only after deployment"):
                assert gap.path, (case, path, gap)
                assert gap.path.startswith(str(path[0])), (case, path, gap)


@pytest.mark.parametrize(
    ("resource", "path", "usage"),
    [(model, *pair) for model in models() for pair in model.usage_for.items()],
    ids=lambda value: value if isinstance(value, str) else value.type,
)
def test_usage_key_instead_of_an_input_closes_its_gap(
    resource: type[PricedResource], path: str, usage: str
) -> None:
    value = "m5.large" if usage == "instance_type" else 2
    opened = [case for case in cases(resource) if path in gaps_at(case, path, {usage: None})]

    assert opened, f"no case sets {path} and leaves {usage} out"
    for case in opened:
        assert path not in gaps_at(case, path, {usage: value}), case


def gaps_at(case: Case, path: str, usage: Mapping[str, object]) -> list[str | None]:
    """Return the paths of the gaps that an unknown value at `path` leaves, where it is set."""
    keys = tuple(path.split("."))
    if keys not in paths(case.inputs):
        return []
    inputs = put(case.inputs, keys, UNKNOWN)
    return [gap.path for gap in replace(case, inputs=inputs, usage={**case.usage, **usage}).gaps()]


def mutable(resource: type[PricedResource]) -> Iterator[tuple[Case, Path]]:
    """Yield each case of a type with the way to each of its inputs."""
    for case in cases(resource):
        for path in paths(case.inputs):
            yield case, path


def names_system(case: Case) -> bool:
    """Tell whether usage or a lookup of the program names the operating system."""
    return "operating_system" in case.usage or "lookups" in case.more


def is_assumed_linux(case: Case) -> bool:
    """Tell whether all hours of instances have the note that their system is assumed."""
    hours = [each for each in case.meters() if each.name.startswith("Instance usage")]
    return all(LINUX_ASSUMED in (each.assumed or "") for each in hours)


def key(meter: Meter) -> Hashable:
    """Return what makes the cost of a charge."""
    return (meter.name, meter.group, meter.sku, meter.region, meter.quantity, meter.unit)


def names(gap: Unmetered, meter: Meter) -> bool:
    """Tell whether a gap names a charge: by the whole name, or by what its name holds."""
    parts = (gap.charge or meter.name).split(", ")
    return any(part.lower() in meter.name.lower() for part in parts)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to each input, at any depth."""
    for index, item in items(value):
        yield (*path, index)
        yield from paths(item, (*path, index))


def put(value: Any, path: Path, new: object) -> Any:
    if not path:
        return new
    replaced = {
        index: put(item, path[1:], new) if index == path[0] else item
        for index, item in items(value)
    }
    return list(replaced.values()) if isinstance(value, list) else replaced


def items(value: Any) -> Iterable[tuple[str | int, Any]]:
    match value:
        case Mapping():
            return value.items()
        case list():
            return enumerate(value)
    return ()
