import json
from collections.abc import Collection, Mapping, Sequence

import pytest

from infra.configuration import SettingsError
from infra.lookups import TypeRequirement, check_offered, select_zones
from tests.infra.alone import primary
from tests.infra.recorder import ACCOUNT, lookups
from tests.infra.stacks import changed, run

OFFERED = ["us-east-1c", "us-east-1a", "us-east-1b"]


@pytest.mark.parametrize(
    ("wanted", "zones"),
    [
        (2, ("us-east-1a", "us-east-1b")),
        (3, ("us-east-1a", "us-east-1b", "us-east-1c")),
        (["us-east-1c", "us-east-1a"], ("us-east-1c", "us-east-1a")),
    ],
)
def test_zones_are_selected_by_number_or_name(
    wanted: int | Sequence[str], zones: Sequence[str]
) -> None:
    assert select_zones(wanted, OFFERED, "us-east-1") == zones


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (
            4,
            (
                "plimsoll:network.zones: 4 zones are more than us-east-1 has (3: us-east-1a, "
                "us-east-1b, us-east-1c); lower it, or use another aws:region"
            ),
        ),
        (
            ["us-east-1a", "us-east-1x"],
            (
                "plimsoll:network.zones: us-east-1x is not available in us-east-1; use us-east-1a, "
                "us-east-1b, us-east-1c"
            ),
        ),
    ],
)
def test_missing_zones_are_reported(wanted: int | Sequence[str], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        select_zones(wanted, OFFERED, "us-east-1")
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("offered", "line"),
    [
        (
            {"m7g.large": {"a", "b", "c", "d"}, "g6e.xlarge": {"a", "b", "d"}},
            (
                "plimsoll:serving.instance_types: g6e.xlarge is not offered in c; remove it, or "
                "set "
                "plimsoll:network.zones to zones that offer all types: a, b, d"
            ),
        ),
        (
            {"m7g.large": {"a"}, "m7i.large": {"b", "c"}},
            (
                "plimsoll:serving.instance_types: m7g.large is not offered in b, c; remove it, "
                "or set "
                "plimsoll:network.zones to zones that offer all types: none"
            ),
        ),
        (
            {"m7g.large": {"a", "b", "c"}, "m7g.huge": set()},
            (
                "plimsoll:serving.instance_types: m7g.huge is not offered in the region; remove "
                "it, "
                "or use another aws:region"
            ),
        ),
    ],
)
def test_unavailable_instance_type_is_reported(offered: Mapping[str, set[str]], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_offered(wanted(offered), offered)
    assert str(caught.value) == line


def wanted(types: Collection[str]) -> TypeRequirement:
    return TypeRequirement("serving.instance_types", types, ["a", "b", "c"])


def test_available_instance_types_pass() -> None:
    offered = {"m7g.large": {"a", "b", "c", "d"}}
    check_offered(wanted(offered), offered)


def test_program_reports_missing_zone() -> None:
    with pytest.raises(
        SettingsError, match="zones: us-east-1d is not available in us-east-1; use us-east-1a, "
    ):
        run(changed("prod", {}), lookups(zones="ab"))


def test_program_reports_unavailable_type() -> None:
    nowhere: dict[str, list[str]] = {"instanceTypes": [], "locations": []}
    answers = lookups() | {
        "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": lambda _: nowhere
    }
    with pytest.raises(SettingsError, match=r"m7g\.xlarge is not offered in the region; "):
        run(changed("prod", {}), answers)


def test_configured_account_is_not_looked_up() -> None:
    answers = {
        token: answer for token, answer in lookups().items() if "getCallerIdentity" not in token
    }
    recording = primary({"account": "210987654321"}, answers)
    [provider] = recording.of_type("pulumi:providers:aws")
    assert json.loads(provider.inputs["allowedAccountIds"]) == ["210987654321"]
    for each in recording.of_type("aws:kms/key:Key"):
        assert "arn:aws:iam::210987654321:root" in each.inputs["policy"]


def test_arns_use_partition_and_region() -> None:
    answers = lookups("abc") | {
        "aws:index/getPartition:getPartition": lambda _: {"partition": "aws-us-gov"}
    }
    config = changed("prod", {"aws:region": "us-gov-west-1", "network.zones": 3})
    del config["plimsoll:account"]
    policies = run(config, answers).of_type(
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:kms/key:Key",
        "aws:s3/bucketPolicy:BucketPolicy",
    )
    for each in policies:
        assert "arn:aws-us-gov:" in each.inputs["policy"]
        assert "arn:aws:" not in each.inputs["policy"]
        assert "us-east-1" not in each.inputs["policy"]
        assert ACCOUNT in each.inputs["policy"]
