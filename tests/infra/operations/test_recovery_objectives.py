"""Estimates of recovery objectives."""

from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import read_settings
from infra.operations.recovery_objectives import data_loss, region_loss, uncopied, zone_loss
from infra.operations.settings import Objective
from tests.infra.operations.test_validation import COPIED, standby
from tests.infra.stacks import changed

LEFT_OUT = ["data", "releases", "search", "stream"]


def copies(every: str = "day", **more: Any) -> dict[str, Any]:
    """Return recovery settings with copies of all stores in another region."""
    return {
        "critical": COPIED,
        "standard": {"every": every, "copy_keep_days": 35},
        "copy_region": "us-west-2",
        "recreatable": LEFT_OUT,
        **more,
    }


NO_READER = {"database.instances": 1, "profile": "dev"}
FEW = {"serving.on_demand_base": 0, "serving.startup_seconds": 120, "profile": "dev"}


@pytest.mark.parametrize(
    ("changes", "minutes"), [({}, 1), (NO_READER, 10), (FEW, 7), ({**NO_READER, **FEW}, 10)]
)
def test_zone_loss_rto_is_the_slowest_component(changes: Mapping[str, Any], minutes: int) -> None:
    settings = read_settings(changed("prod", {"recovery": {}, **changes}), "plimsoll")
    assert zone_loss(settings) == Objective(rpo_minutes=0, rto_minutes=minutes)


@pytest.mark.parametrize(
    ("changes", "rpo", "rto"),
    [
        ({"recovery": copies()}, 2880, 240),
        ({"recovery": copies(every="week")}, 20160, 240),
        ({"recovery": copies(sizes_gb={"features": 5000})}, 2880, 420),
        (standby(mode="pilot_light"), 1440, 120),
        (standby(mode="pilot_light", replication_time_control=True), 15, 120),
        (standby(replication_time_control=True), 15, 35),
        (standby(replication_time_control=True, health_check_seconds=10), 15, 35),
    ],
)
def test_region_loss_depends_on_recovery_strategy(
    changes: Mapping[str, Any], rpo: int, rto: int
) -> None:
    settings = read_settings(
        changed("prod", {"recovery": {"recreatable": LEFT_OUT}, **changes}), "plimsoll"
    )
    assert region_loss(settings) == Objective(rpo_minutes=rpo, rto_minutes=rto)


def test_region_loss_without_copies_has_no_estimate() -> None:
    assert region_loss(read_settings(changed("prod", {"recovery": {}}), "plimsoll")) is None


def test_more_preparation_never_increases_loss() -> None:
    ways: list[dict[str, Any]] = [
        {"recovery": copies()},
        standby(mode="pilot_light", replication_time_control=True),
        standby(mode="warm_standby", replication_time_control=True),
    ]
    reached = [
        region_loss(
            read_settings(
                changed("prod", {"recovery": {"recreatable": LEFT_OUT}, **way}), "plimsoll"
            )
        )
        for way in ways
    ]
    points = [each.rpo_minutes for each in reached if each]
    times = [each.rto_minutes for each in reached if each]
    assert len(points) == len(ways)
    assert points == sorted(points, reverse=True)
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("store", ["data", "search", "stream", "releases"])
def test_region_loss_names_a_store_without_copies(store: str) -> None:
    left_out = [each for each in LEFT_OUT if each != store]
    recovery = {**copies(), "recreatable": left_out}
    if store == "releases":
        recovery["standard"] = {"every": "day"}
        recovery["recreatable"] = ["data", "features", "models", "search", "stream"]
    assert uncopied(read_settings(changed("prod", {"recovery": recovery}), "plimsoll")) == store


@pytest.mark.parametrize(("size", "minutes"), [(200, 150), (6000, 390)])
def test_data_loss_rto_depends_on_size(size: int, minutes: int) -> None:
    recovery = {"sizes_gb": {"database": size}}
    settings = read_settings(changed("prod", {"recovery": recovery}), "plimsoll")
    assert data_loss(settings).rto_minutes == minutes


def test_data_loss_rpo_is_point_in_time_recovery() -> None:
    assert data_loss(read_settings(changed("prod", {}), "plimsoll")).rpo_minutes == 5
