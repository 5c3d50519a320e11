"""Invalid settings of recovery, standby region, off-hours, budgets and VPN; objectives."""

from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
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


WEEKDAY = {"schedule": "cron(0 10 ? * WED *)"}


def standby(**changes: object) -> dict[str, object]:
    return {"standby": {**STANDBY, **changes}, **EXACT}


WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"recovery.critical": COPIED},
        (
            "plimsoll:recovery.critical.copy_keep_days: no region to copy to; set "
            "recovery.copy_region, or remove copy_keep_days"
        ),
    ),
    (
        {"recovery": {"copy_region": "us-east-1", "critical": COPIED}},
        "plimsoll:recovery.copy_region: us-east-1 is the stack's own region; set another region",
    ),
    (
        {"recovery": {"copy_region": "us-west-2"}},
        (
            "plimsoll:recovery.copy_region: no backup plan copies to us-west-2; set "
            "copy_keep_days in "
            "critical or standard, or remove copy_region"
        ),
    ),
    (
        {"recovery": {"critical": None}},
        (
            "plimsoll:recovery.critical: null is not allowed by profile prod; set a backup plan, "
            "or "
            "set plimsoll:profile to dev"
        ),
    ),
    (
        {"recovery": {"critical": {"evry": "day"}}},
        'plimsoll:recovery.critical.evry: unknown setting; did you mean "every"?',
    ),
    (
        {"recovery": {"region_loss": {"rpo_minutes": 60, "rto_minutes": 60}}},
        (
            "plimsoll:recovery.region_loss: database is not copied to another region, so the "
            "objective cannot be met; set plimsoll:recovery.copy_region and copy_keep_days of "
            "critical and standard, or plimsoll:standby, or list the store in "
            "plimsoll:recovery.recreatable"
        ),
    ),
    (
        {"recovery": {"data_loss": {"rpo_minutes": 1, "rto_minutes": 600}}},
        (
            "plimsoll:recovery.data_loss.rpo_minutes: 1 is below the estimate for this stack "
            "(60); raise the objective, or list a store in plimsoll:recovery.recreatable"
        ),
    ),
    (
        standby(region="us-east-1"),
        "plimsoll:standby.region: us-east-1 is the stack's own region; set another region",
    ),
    (
        standby(cidr="10.20.128.0/17"),
        (
            "plimsoll:standby.cidr: 10.20.128.0/17 overlaps plimsoll:network.cidr "
            "(10.20.0.0/16); use "
            "another block so that the VPCs can be peered"
        ),
    ),
    (
        standby(cidr="10.21.0.0/24"),
        "plimsoll:standby.cidr: 10.21.0.0/24 has an unsupported prefix length; use /16 to /22",
    ),
    (
        standby(zones=1, min_size=1),
        (
            "plimsoll:standby.zones: 1 zones are not possible; set 2 (required by load balancer "
            "and "
            "database) to 6 (the most that a region has)"
        ),
    ),
    (
        standby(min_size=30),
        "plimsoll:standby.min_size: 30 is above plimsoll:serving.max_size (24); set at most 24",
    ),
    (
        standby(min_size=2),
        (
            "plimsoll:standby.min_size: 2 is below the number of zones (3); set at least 3, or set "
            "plimsoll:profile to dev"
        ),
    ),
    (
        {"standby": STANDBY},
        (
            "plimsoll:database.engine_version: 17 has no minor version, but both regions of a "
            "global "
            "database must run the same; set it in full, such as 17.6"
        ),
    ),
    (
        {**standby(), "load_balancer.allowed_cidrs": ["192.0.2.0/24"]},
        (
            "plimsoll:standby.mode: warm_standby needs Route 53 health checks, which "
            "plimsoll:load_balancer.allowed_cidrs blocks; allow 0.0.0.0/0, or use pilot_light"
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
            "plimsoll:standby.mode: warm_standby fails over a DNS name, but no domain is set; set "
            "plimsoll:load_balancer.domain and hosted_zone, or use pilot_light"
        ),
    ),
    (
        {"off_hours": {}, "patching": WEEKDAY},
        (
            "plimsoll:off_hours: an off-hours schedule is not allowed by profile prod; set null, "
            "or "
            "set plimsoll:profile to dev"
        ),
    ),
    (
        {"off_hours": {}, "patching": WEEKDAY, "profile": "dev", **standby()},
        (
            "plimsoll:off_hours: a global database cannot be stopped; remove off_hours, or remove "
            "plimsoll:standby"
        ),
    ),
    (
        {"off_hours": {"time_zone": "Europe/Berlin"}, "profile": "dev"},
        (
            "plimsoll:patching.schedule: cron(0 3 ? * SUN *) (UTC) is in the off-hours, when no "
            "instance runs; set a time between off_hours.start and off_hours.stop"
        ),
    ),
    (
        {"account_wide": {}, "governance": {"only_this_environment": True}},
        (
            "plimsoll:governance.only_this_environment: counts nothing while the tags are not "
            "active cost allocation tags; set plimsoll:account_wide.cost_allocation_tags, or "
            "governance.tags_active if another stack or the payer account activates them"
        ),
    ),
    (
        {"budget": 4000, "governance.component_budgets": {"serving": 3000, "database": 1001}},
        (
            "plimsoll:governance.component_budgets: the sum 4001 USD is above plimsoll:budget "
            "(4000 "
            "USD); lower them, or raise budget"
        ),
    ),
    (
        {
            "observability.model_metrics": [
                {"name": "Drift", "alarm_description": "Inputs change"},
                {"name": "Drift", "alarm_description": "Inputs change"},
            ]
        },
        "plimsoll:observability.model_metrics: Drift is listed twice; remove one, ",
    ),
    (
        {"identity.vpn": {**VPN, "client_cidr": "10.200.0.0/24"}},
        "plimsoll:identity.vpn.client_cidr: 10.200.0.0/24 has an unsupported prefix length; ",
    ),
    (
        {"identity.vpn": {**VPN, "client_cidr": "10.20.4.0/22"}},
        (
            "plimsoll:identity.vpn.client_cidr: 10.20.4.0/22 overlaps plimsoll:network.cidr "
            "(10.20.0.0/16); use another block"
        ),
    ),
    (
        {"account_wide": {"tag_policy_target": "all"}},
        'plimsoll:account_wide.tag_policy_target: "all" is invalid; string should match pattern ',
    ),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", {"recovery": {}, **changes}), "plimsoll")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)
