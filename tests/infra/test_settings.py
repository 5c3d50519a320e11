import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from infra.aws.capacity import size_after_zone_loss
from infra.aws.instance_type import architecture_of
from infra.configuration import SettingsError, read_settings
from infra.settings import Settings
from tests.infra.stacks import ROOT, STACKS, changed, configuration, loaded

DECLARED = loaded(ROOT / "Pulumi.yaml")["config"]


@pytest.mark.parametrize("stack", STACKS)
def test_shipped_stack_is_valid(stack: str) -> None:
    assert read_settings(configuration(stack), "plimsoll").environment == stack


def test_settings_of_the_command_are_accepted() -> None:
    own = {"plimsoll:timeout": "300", "plimsoll:stackOutputs": "outputs.yaml"}
    assert read_settings({**configuration("dev"), **own}, "plimsoll")


def test_configuration_text_is_parsed() -> None:
    values = {"budget": "99.50", "protected": True, "governance": {}}
    settings = read_settings(changed("prod", values), "plimsoll")
    assert settings.budget == Decimal("99.50")
    assert settings.protected is True


NO_OBJECTIVES: Mapping[str, Any] = {"recovery": {}}  # so that only the changed setting is reported
WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"plimsoll:ownr": "a@b.c"}, 'plimsoll:ownr: unknown setting; did you mean "owner"?'),
    ({"plimsoll:region": "us-east-1"}, "plimsoll:region: unknown setting; use aws:region"),
    ({"network.zonse": 3}, 'plimsoll:network.zonse: unknown setting; did you mean "zones"?'),
    (
        {"aws:profile": "prod"},
        (
            "aws:profile: provider setting is not used, because the platform creates its own "
            "provider; set it as an environment variable, such as AWS_PROFILE"
        ),
    ),
    (
        {"aws:region": "Virginia"},
        'aws:region: "Virginia" is invalid; string should match pattern ',
    ),
    ({"account": "12345"}, 'plimsoll:account: "12345" is invalid; string should match '),
    ({"owner": "nobody"}, 'plimsoll:owner: "nobody" is invalid; string should match '),
    ({"budget": 0}, 'plimsoll:budget: "0" is invalid; input should be greater than 0'),
    ({"budget": "[secret]"}, 'plimsoll:budget: "[secret]" is invalid; input should be a valid '),
    (
        {"plimsoll:network": "10.0.0.0/16"},
        'plimsoll:network: "10.0.0.0/16" is invalid; input should ',
    ),
    ({"network.nat": "none"}, 'plimsoll:network.nat: "none" is invalid; input should be '),
    ({"network.cidr": "10.0.0.0/8"}, "plimsoll:network.cidr: 10.0.0.0/8 has an unsupported "),
    ({"network.cidr": "10.0.0.1/16"}, 'plimsoll:network.cidr: "10.0.0.1/16" is invalid; '),
    ({"network.zones": True}, "plimsoll:network.zones: "),
    (
        {"network.zones": 7},
        (
            "plimsoll:network.zones: 7 zones are not possible; set 2 (required by load balancer "
            "and "
            "database) to 6 (the most that a region has)"
        ),
    ),
    ({"network.zones": 1}, "plimsoll:network.zones: 1 zones are not possible; "),
    (
        {"network.cidr": "10.0.0.0/22", "serving.max_size": 200},
        (
            "plimsoll:serving.max_size: 200 is above the private addresses of 10.0.0.0/22 after "
            "the "
            "loss of a zone (118); lower it, or widen plimsoll:network.cidr"
        ),
    ),
    (
        {"serving.min_size": 30},
        "plimsoll:serving.min_size: 30 is above max_size (24); set at most 24, or raise max_size",
    ),
    ({"serving.spot_percent": 101}, "plimsoll:serving.spot_percent: 101 is invalid; input "),
    (
        {"serving.instance_types": ["m7g.large", "m7i.large"]},
        (
            "plimsoll:serving.instance_types: m7g.large is arm64 and m7i.large is not, but one "
            "container image runs on one architecture; use types of one architecture"
        ),
    ),
    (
        {"serving.instance_types": ["m7g.large"]},
        (
            "plimsoll:serving.instance_types: 3 spot capacity pools (1 types in 3 zones) are too "
            "few; "
            "add instance types until there are 6 pools and at least 2 types, or set spot_percent "
            "to 0"
        ),
    ),
    ({"serving.instance_types": []}, "plimsoll:serving.instance_types: [] is invalid; "),
    ({"serving.instance_types": ["large"]}, 'plimsoll:serving.instance_types: "large" is '),
    (
        {"load_balancer.certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/1"},
        (
            "plimsoll:load_balancer: exactly one of domain and certificate_arn is required; set "
            "domain for a new certificate, or certificate_arn for an existing one"
        ),
    ),
    (
        {"load_balancer.hosted_zone": None},
        "plimsoll:load_balancer: domain and hosted_zone require each other; set both",
    ),
    (
        {"storage.infrequent_access_days": 70},
        (
            "plimsoll:storage.archive_days: 90 is less than 30 days after infrequent_access_days "
            "(70); set at least 100"
        ),
    ),
    (
        {"governance.actual_percents": [10, 20, 30, 40, 50]},
        (
            "plimsoll:governance: 6 alert thresholds are above the limit of AWS Budgets (5); "
            "remove "
            "some of actual_percents or forecast_percents"
        ),
    ),
    ({"observability.log_retention_days": 364}, "plimsoll:observability.log_retention_days: 364"),
    (
        {"plimsoll:feature_store": {"replica_regions": ["us-east-1"]}},
        "plimsoll:feature_store.replica_regions: us-east-1 is the stack's own region; remove it",
    ),
    (
        {"plimsoll:feature_store": {"capacity": {"min_read": 500}}},
        "plimsoll:feature_store.capacity.min_read: 500 is above max_read (400); set at most 400, ",
    ),
    (
        {"protected": False},
        (
            "plimsoll:protected: false is not allowed by profile prod; set true, or set "
            "plimsoll:profile to dev"
        ),
    ),
    (
        {"network.nat": "single"},
        (
            "plimsoll:network.nat: single is not allowed by profile prod; set one_per_zone, or set "
            "plimsoll:profile to dev"
        ),
    ),
    (
        {"serving.on_demand_base": 2},
        (
            "plimsoll:serving.on_demand_base: 2 is below the number of zones (3); set at least "
            "3, or "
            "set plimsoll:profile to dev"
        ),
    ),
    ({"network.zones": 2}, "plimsoll:network.zones: 2 is below "),
    ({"serving.min_size": 2}, "plimsoll:serving.min_size: 2 is below the number of zones (3); "),
    ({"serving.max_size": 8}, "plimsoll:serving.max_size: 8 is below the instances needed "),
    ({"database.instances": 1}, "plimsoll:database.instances: 1 is below a primary with "),
    ({"database.backup_days": 6}, "plimsoll:database.backup_days: 6 is below a week of "),
    ({"cache.nodes": 1}, "plimsoll:cache.nodes: 1 is below a primary with one "),
    ({"cache.snapshot_days": 0}, "plimsoll:cache.snapshot_days: 0 is below a day of "),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", {**NO_OBJECTIVES, **changes}), "plimsoll")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("aws:region", "required setting is missing; run: pulumi config set aws:region us-east-1"),
        ("plimsoll:owner", "required setting is missing; set it (Email address of the stack's "),
        ("plimsoll:observability", "required setting is missing; set it (Alarms, dashboard, "),
    ],
)
def test_missing_setting_is_reported_with_description(key: str, line: str) -> None:
    config = configuration("prod")
    del config[key]
    with pytest.raises(SettingsError, match=f"^{key}: {re.escape(line)}"):
        read_settings(config, "plimsoll")


def test_all_invalid_settings_are_reported() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", {"budget": -1, "network.nat": "none"}), "plimsoll")
    assert [
        line.rpartition(": ")[0].partition(": ")[0] for line in str(caught.value).splitlines()
    ] == [
        "plimsoll:budget",
        "plimsoll:network.nat",
    ]


def test_dev_profile_requires_no_redundancy() -> None:
    weak = {"serving.min_size": 1, "database.instances": 1, "cache.nodes": 1, "profile": "dev"}
    assert read_settings(changed("prod", {**NO_OBJECTIVES, **weak}), "plimsoll").profile == "dev"


@pytest.mark.parametrize(
    ("instance_type", "architecture"),
    [
        ("m7g.large", "arm64"),
        ("c8gn.xlarge", "arm64"),
        ("t4g.micro", "arm64"),
        ("x2gd.large", "arm64"),
        ("g5g.xlarge", "arm64"),
        ("im4gn.large", "arm64"),
        ("a1.large", "arm64"),
        ("p6e-gb200.36xlarge", "arm64"),
        ("m7i.large", "x86_64"),
        ("m7i-flex.large", "x86_64"),
        ("g5.xlarge", "x86_64"),
        ("g6e.2xlarge", "x86_64"),
        ("gr6.4xlarge", "x86_64"),
        ("inf2.xlarge", "x86_64"),
        ("u7i-12tb.224xlarge", "x86_64"),
    ],
)
def test_architecture_is_read_from_type_name(instance_type: str, architecture: str) -> None:
    assert architecture_of(instance_type) == architecture


@pytest.mark.parametrize(("size", "zones", "left"), [(6, 3, 9), (3, 3, 5), (4, 2, 8), (1, 6, 2)])
def test_size_after_zone_loss_carries_full_load(size: int, zones: int, left: int) -> None:
    assert size_after_zone_loss(size, zones) == left


def test_project_file_declares_settings() -> None:
    """Optional settings are not declared, because Pulumi would require them of every stack."""
    settings = {name: field for name, field in Settings.model_fields.items() if name != "region"}
    optional = {name for name, field in settings.items() if field.default is None}
    assert set(DECLARED) == set(settings) - optional
    for name, declared in DECLARED.items():
        assert declared["description"] == settings[name].description
        assert ("default" not in declared) == settings[name].is_required()
        if "default" in declared:
            default = Settings.model_fields[name].default
            expected = default if not isinstance(default, BaseModel) else type(default)()
            assert json.loads(json.dumps(declared["default"])) in (expected, {})
            assert default == expected
