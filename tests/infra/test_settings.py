import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from infra.agreement.serving import without_a_zone
from infra.configuration import SettingsError, read
from infra.settings import Settings, architecture_of
from infra.settings.group import group_of
from tests.infra.stacks import ROOT, STACKS, changed, configuration, loaded

DECLARED = loaded(ROOT / "Pulumi.yaml")["config"]


@pytest.mark.parametrize("stack", STACKS)
def test_a_shipped_stack_reads(stack: str) -> None:
    assert read(configuration(stack), "plimsoll").environment == stack


def test_texts_of_the_engine_become_values() -> None:
    stated = {"budget": "99.50", "protected": True, "governance": {}}
    settings = read(changed("prod", stated), "plimsoll")
    assert settings.budget == Decimal("99.50")
    assert settings.protected is True


NO_OBJECTIVES: Mapping[str, Any] = {"recovery": {}}  # which weak settings would miss as well
WRONG: list[tuple[Mapping[str, Any], str]] = [
    ({"plimsoll:ownr": "a@b.c"}, "plimsoll:ownr is no setting; nearest: owner"),
    ({"plimsoll:region": "us-east-1"}, "plimsoll:region is no setting; state aws:region"),
    ({"network.zonse": 3}, "plimsoll:network.zonse is no setting; nearest: zones"),
    (
        {"aws:profile": "prod"},
        (
            "aws:profile is not used, the platform makes its own provider: state it in the "
            "environment, such as AWS_PROFILE"
        ),
    ),
    (
        {"aws:region": "Virginia"},
        'aws:region is "Virginia": string should match pattern ',
    ),
    ({"account": "12345"}, 'plimsoll:account is "12345": string should match pattern '),
    ({"owner": "nobody"}, 'plimsoll:owner is "nobody": string should match pattern '),
    ({"budget": 0}, 'plimsoll:budget is "0": input should be greater than 0'),
    ({"budget": "[secret]"}, 'plimsoll:budget is "[secret]": input should be a valid decimal'),
    ({"plimsoll:network": "10.0.0.0/16"}, 'plimsoll:network is "10.0.0.0/16": input should be a '),
    ({"network.nat": "none"}, "plimsoll:network.nat is \"none\": input should be 'one_per_zone'"),
    ({"network.cidr": "10.0.0.0/8"}, "plimsoll:network.cidr is 10.0.0.0/8: use /16 to /22"),
    ({"network.cidr": "10.0.0.1/16"}, 'plimsoll:network.cidr is "10.0.0.1/16": '),
    ({"network.zones": True}, "plimsoll:network.zones is "),
    (
        {"network.zones": 7},
        (
            "plimsoll:network.zones is 7: a load balancer and a database need 2, "
            "and no region has more than 6"
        ),
    ),
    ({"network.zones": 1}, "plimsoll:network.zones is 1: "),
    (
        {"network.cidr": "10.0.0.0/22", "serving.max_size": 200},
        (
            "plimsoll:serving.max_size is 200, and with one zone lost 10.0.0.0/22 has 118 private "
            "addresses: lower it, or widen plimsoll:network.cidr"
        ),
    ),
    (
        {"serving.min_size": 30},
        "plimsoll:serving.min_size is 30, over max_size 24: raise max_size",
    ),
    ({"serving.spot_percent": 101}, "plimsoll:serving.spot_percent is 101: input should be less "),
    (
        {"serving.instance_types": ["m7g.large", "m7i.large"]},
        (
            "plimsoll:serving.instance_types has m7g.large (arm64) and m7i.large, and one image "
            "runs on one architecture: keep to one"
        ),
    ),
    (
        {"serving.instance_types": ["m7g.large"]},
        (
            "plimsoll:serving.instance_types gives 3 pools of spot capacity over 3 zones: name "
            "enough types, 2 at least, for 6, or set spot_percent to 0"
        ),
    ),
    ({"serving.instance_types": []}, "plimsoll:serving.instance_types is []: "),
    ({"serving.instance_types": ["large"]}, 'plimsoll:serving.instance_types is "large": string '),
    (
        {"load_balancer.certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/1"},
        (
            "plimsoll:load_balancer needs either domain, for a certificate made for it, or "
            "certificate_arn, for one that exists"
        ),
    ),
    (
        {"load_balancer.hosted_zone": None},
        "plimsoll:load_balancer: domain and hosted_zone, which is to hold it, go together",
    ),
    (
        {"storage.infrequent_access_days": 70},
        (
            "plimsoll:storage.archive_days is 90, and S3 wants 30 days more than "
            "infrequent_access_days: 100"
        ),
    ),
    (
        {"governance.actual_percents": [10, 20, 30, 40, 50]},
        (
            "plimsoll:governance has 6 percents, and a budget alerts at 5: leave some out of "
            "actual_percents or forecast_percents"
        ),
    ),
    ({"observability.log_retention_days": 364}, "plimsoll:observability.log_retention_days is 364"),
    (
        {"plimsoll:feature_store": {"replica_regions": ["us-east-1"]}},
        ("plimsoll:feature_store.replica_regions has us-east-1, the stack's own: leave it out"),
    ),
    (
        {"plimsoll:feature_store": {"capacity": {"min_read": 500}}},
        ("plimsoll:feature_store.capacity.min_read is 500, over max_read 400: raise max_read"),
    ),
    (
        {"protected": False},
        (
            "plimsoll:protected is false, and profile prod needs true: change it, or "
            "set plimsoll:profile to dev"
        ),
    ),
    (
        {"network.nat": "single"},
        (
            "plimsoll:network.nat is single, and profile prod needs one_per_zone: change it, or "
            "set plimsoll:profile to dev"
        ),
    ),
    (
        {"serving.on_demand_base": 2},
        (
            "plimsoll:serving.on_demand_base is 2, and profile prod needs 3: raise it, or set "
            "plimsoll:profile to dev"
        ),
    ),
    ({"network.zones": 2}, "plimsoll:network.zones is 2, and profile prod needs 3: "),
    ({"serving.min_size": 2}, "plimsoll:serving.min_size is 2, and profile prod needs 3: "),
    ({"serving.max_size": 8}, "plimsoll:serving.max_size is 8, and profile prod needs 9: "),
    ({"database.instances": 1}, "plimsoll:database.instances is 1, and profile prod needs 2: "),
    ({"database.backup_days": 6}, "plimsoll:database.backup_days is 6, and profile prod needs 7: "),
    ({"cache.nodes": 1}, "plimsoll:cache.nodes is 1, and profile prod needs 2: "),
    ({"cache.snapshot_days": 0}, "plimsoll:cache.snapshot_days is 0, and profile prod needs 1: "),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_a_wrong_setting_is_one_line_that_names_it(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", {**NO_OBJECTIVES, **changes}), "plimsoll")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)
    assert "; " not in str(caught.value).replace("; nearest", "").replace("; state", "")


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("aws:region", "aws:region is not set: pulumi config set aws:region us-east-1"),
        ("plimsoll:owner", "plimsoll:owner is not set: Who answers for the stack"),
        ("plimsoll:serving", "plimsoll:serving is not set: The fleet that answers"),
    ],
)
def test_a_setting_that_lacks_is_named_with_what_it_means(key: str, line: str) -> None:
    stated = configuration("prod")
    del stated[key]
    with pytest.raises(SettingsError, match=f"^{line}$"):
        read(stated, "plimsoll")


def test_several_wrong_settings_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", {"budget": -1, "network.nat": "none"}), "plimsoll")
    assert [part.split(" is ")[0] for part in str(caught.value).split("; ")] == [
        "plimsoll:budget",
        "plimsoll:network.nat",
    ]


def test_a_development_profile_asks_for_no_redundancy() -> None:
    weak = {"serving.min_size": 1, "database.instances": 1, "cache.nodes": 1, "profile": "dev"}
    assert read(changed("prod", {**NO_OBJECTIVES, **weak}), "plimsoll").profile == "dev"


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
def test_a_type_tells_its_architecture(instance_type: str, architecture: str) -> None:
    assert architecture_of(instance_type) == architecture


@pytest.mark.parametrize(("size", "zones", "left"), [(6, 3, 9), (3, 3, 5), (4, 2, 8), (1, 6, 2)])
def test_the_zones_that_are_left_carry_what_all_did(size: int, zones: int, left: int) -> None:
    assert without_a_zone(size, zones) == left


def fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield f"{prefix}{name}", field
        if group := group_of(field.annotation):
            yield from fields(group, f"{prefix}{name}.")


@pytest.mark.parametrize(("name", "field"), list(fields(Settings)))
def test_every_setting_says_what_it_means(name: str, field: FieldInfo) -> None:
    assert field.description, name


def test_the_project_declares_every_setting_as_it_is() -> None:
    """All but those it would then ask every stack for, which are null where they are not stated."""
    settings = {name: field for name, field in Settings.model_fields.items() if name != "region"}
    optional = {name for name, field in settings.items() if field.default is None}
    assert set(DECLARED) == set(settings) - optional
    for name, declared in DECLARED.items():
        assert declared["description"] == settings[name].description
        assert ("default" not in declared) == settings[name].is_required()
        if "default" in declared:
            default = Settings.model_fields[name].default
            stated = default if not isinstance(default, BaseModel) else type(default)()
            assert json.loads(json.dumps(declared["default"])) in (stated, {})
            assert default == stated
