"""Recovery, the second region, nights and access: what settings are refused, and why."""

from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read
from infra.objectives import data_loss, region_loss, zone_loss
from infra.settings import Objective
from tests.infra.stacks import changed

STANDBY = {"region": "us-west-2", "mode": "warm_standby", "cidr": "10.21.0.0/16"}
EXACT = {"database.engine_version": "17.6"}
VPN = {
    "server_certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
    "saml_provider_arn": "arn:aws:iam::123456789012:saml-provider/people",
    "client_cidr": "10.200.0.0/22",
    "groups": ["engineers"],
}
COPIED = {"every": "day", "copy_keep_days": 35}


def standby(**changes: object) -> dict[str, object]:
    return {"standby": {**STANDBY, **changes}, **EXACT}


WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"recovery.critical": COPIED},
        (
            "plimsoll:recovery.critical.copy_keep_days is stated, and copy_region is not: state "
            "the region that copies go to"
        ),
    ),
    (
        {"recovery": {"copy_region": "us-east-1", "critical": COPIED}},
        "plimsoll:recovery.copy_region is us-east-1, the stack's own: name another",
    ),
    (
        {"recovery": {"copy_region": "us-west-2"}},
        (
            "plimsoll:recovery.copy_region is us-west-2, and no class is copied: state "
            "copy_keep_days in critical or standard"
        ),
    ),
    (
        {"recovery": {"critical": None}},
        (
            "plimsoll:recovery.critical is null, and profile prod needs backups: change it, or set "
            "plimsoll:profile to dev"
        ),
    ),
    (
        {"recovery": {"critical": {"evry": "day"}}},
        "plimsoll:recovery.critical.evry is no setting; nearest: every",
    ),
    (
        {"recovery": {"region_loss": {"rpo_minutes": 60, "rto_minutes": 60}}},
        (
            "plimsoll:recovery.region_loss is stated, and no copy leaves the region: state "
            "plimsoll:recovery.copy_region and critical.copy_keep_days, or plimsoll:standby"
        ),
    ),
    (
        {"recovery": {"data_loss": {"rpo_minutes": 1, "rto_minutes": 600}}},
        (
            "plimsoll:recovery.data_loss.rpo_minutes is 1, and as it is set up the stack reaches "
            "5: raise it"
        ),
    ),
    (
        standby(region="us-east-1"),
        "plimsoll:standby.region is us-east-1, the stack's own: name another",
    ),
    (
        standby(cidr="10.20.128.0/17"),
        (
            "plimsoll:standby.cidr is 10.20.128.0/17, within reach of plimsoll:network.cidr "
            "10.20.0.0/16: take another block, so that the two can be joined"
        ),
    ),
    (standby(cidr="10.21.0.0/24"), "plimsoll:standby.cidr is 10.21.0.0/24: use /16 to /22"),
    (
        standby(zones=1, min_size=1),
        (
            "plimsoll:standby.zones is 1: a load balancer and a database need 2, and no region "
            "has more than 6"
        ),
    ),
    (
        standby(min_size=30),
        ("plimsoll:standby.min_size is 30, over plimsoll:serving.max_size 24: lower it"),
    ),
    (
        standby(min_size=2),
        (
            "plimsoll:standby.min_size is 2, and profile prod needs 3: raise it, or set "
            "plimsoll:profile to dev"
        ),
    ),
    (
        {"standby": STANDBY},
        (
            "plimsoll:database.engine_version is 17, and two regions must run the same: state the "
            "minor version too, such as 17.6"
        ),
    ),
    (
        {**standby(), "load_balancer.allowed_cidrs": ["192.0.2.0/24"]},
        (
            "plimsoll:standby.mode is warm_standby, and Route 53's health checkers are not in "
            "plimsoll:load_balancer.allowed_cidrs: let everybody in, or use pilot_light"
        ),
    ),
    (
        {
            **standby(),
            "plimsoll:load_balancer": {
                "certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/1"
            },
        },
        (
            "plimsoll:standby.mode is warm_standby, and a name is what turns to it: state "
            "plimsoll:load_balancer.domain and hosted_zone, or use pilot_light"
        ),
    ),
    (
        {"nights_off": {}},
        (
            "plimsoll:nights_off is stated, and profile prod serves at night: leave it out, or set "
            "plimsoll:profile to dev"
        ),
    ),
    (
        {"nights_off": {}, "profile": "dev", **standby()},
        (
            "plimsoll:nights_off is stated, and a global database cannot be stopped: leave it out, "
            "or plimsoll:standby"
        ),
    ),
    (
        {"budget": 4000, "governance.component_budgets": {"serving": 3000, "database": 1001}},
        (
            "plimsoll:governance.component_budgets come to 4001 USD, over plimsoll:budget 4000: "
            "lower them, or raise it"
        ),
    ),
    (
        {
            "observability.model_metrics": [
                {"name": "Drift", "meaning": "Inputs change"},
                {"name": "Drift", "meaning": "Inputs change"},
            ]
        },
        ("plimsoll:observability.model_metrics has Drift twice: one alarm watches a metric"),
    ),
    (
        {"identity.vpn": {**VPN, "client_cidr": "10.200.0.0/24"}},
        "plimsoll:identity.vpn.client_cidr is 10.200.0.0/24: use /12 to /22",
    ),
    (
        {"identity.vpn": {**VPN, "client_cidr": "10.20.4.0/22"}},
        (
            "plimsoll:identity.vpn.client_cidr is 10.20.4.0/22, within reach of "
            "plimsoll:network.cidr 10.20.0.0/16: take another block"
        ),
    ),
    (
        {"account_wide": {"tag_policy_target": "all"}},
        'plimsoll:account_wide.tag_policy_target is "all": string should match pattern ',
    ),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_a_wrong_setting_is_one_line_that_names_it(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", {"recovery": {}, **changes}), "plimsoll")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


NO_READER = {"database.instances": 1, "profile": "dev"}
FEW = {"serving.on_demand_base": 0, "serving.startup_seconds": 120, "profile": "dev"}


@pytest.mark.parametrize(
    ("changes", "minutes"), [({}, 1), (NO_READER, 10), (FEW, 7), ({**NO_READER, **FEW}, 10)]
)
def test_a_zone_s_loss_takes_as_long_as_the_slowest_part(
    changes: Mapping[str, Any], minutes: int
) -> None:
    settings = read(changed("prod", {"recovery": {}, **changes}), "plimsoll")
    assert zone_loss(settings) == Objective(rpo_minutes=0, rto_minutes=minutes)


@pytest.mark.parametrize(
    ("changes", "rpo", "rto"),
    [
        ({"recovery": {"critical": COPIED, "copy_region": "us-west-2"}}, 2880, 240),
        (standby(mode="pilot_light"), 1440, 120),
        (standby(mode="pilot_light", replication_time_control=True), 15, 120),
        (standby(replication_time_control=True), 15, 35),
        (standby(replication_time_control=True, health_check_seconds=10), 15, 35),
    ],
)
def test_a_region_s_loss_costs_what_the_way_of_recovery_says(
    changes: Mapping[str, Any], rpo: int, rto: int
) -> None:
    settings = read(changed("prod", {"recovery": {}, **changes}), "plimsoll")
    assert region_loss(settings) == Objective(rpo_minutes=rpo, rto_minutes=rto)


def test_without_a_copy_elsewhere_a_region_s_loss_is_the_end() -> None:
    assert region_loss(read(changed("prod", {"recovery": {}}), "plimsoll")) is None


def test_more_preparation_never_loses_more() -> None:
    ways: list[dict[str, Any]] = [
        {"recovery": {"critical": COPIED, "copy_region": "us-west-2"}},
        standby(mode="pilot_light", replication_time_control=True),
        standby(mode="warm_standby", replication_time_control=True),
    ]
    reached = [
        region_loss(read(changed("prod", {"recovery": {}, **way}), "plimsoll")) for way in ways
    ]
    points = [each.rpo_minutes for each in reached if each]
    times = [each.rto_minutes for each in reached if each]
    assert len(points) == len(ways)
    assert points == sorted(points, reverse=True)
    assert times == sorted(times, reverse=True)


def test_spoilt_data_is_had_back_to_the_latest_point_in_time() -> None:
    assert data_loss(read(changed("prod", {}), "plimsoll")).rpo_minutes == 5
