import json
from collections.abc import Collection, Mapping, Sequence

import pytest

from infra.configuration import SettingsError
from infra.region import Wanted, check_offered, chosen
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
def test_a_count_takes_the_first_zones_and_names_are_kept(
    wanted: int | Sequence[str], zones: Sequence[str]
) -> None:
    assert chosen(wanted, OFFERED, "us-east-1") == zones


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (
            4,
            (
                "plimsoll:network.zones is 4, and us-east-1 has 3 (us-east-1a, us-east-1b, "
                "us-east-1c): lower it, or choose another aws:region"
            ),
        ),
        (
            ["us-east-1a", "us-east-1x"],
            (
                "plimsoll:network.zones names us-east-1x, and us-east-1 has us-east-1a, "
                "us-east-1b, us-east-1c"
            ),
        ),
    ],
)
def test_zones_that_the_region_lacks_are_one_line(wanted: int | Sequence[str], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        chosen(wanted, OFFERED, "us-east-1")
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("offered", "line"),
    [
        (
            {"m7g.large": {"a", "b", "c", "d"}, "g6e.xlarge": {"a", "b", "d"}},
            (
                "plimsoll:serving.instance_types: g6e.xlarge is not offered in c: leave it out, or "
                "set plimsoll:network.zones to zones that offer all types: a, b, d"
            ),
        ),
        (
            {"m7g.large": {"a"}, "m7i.large": {"b", "c"}},
            (
                "plimsoll:serving.instance_types: m7g.large is not offered in b, c: leave it out, "
                "or set plimsoll:network.zones to zones that offer all types: there are none"
            ),
        ),
        (
            {"m7g.large": {"a", "b", "c"}, "m7g.huge": set()},
            (
                "plimsoll:serving.instance_types: m7g.huge is offered in no zone of the region: "
                "leave it out, or choose another aws:region"
            ),
        ),
    ],
)
def test_a_type_that_a_zone_lacks_is_one_line(offered: Mapping[str, set[str]], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_offered(wanted(offered), offered)
    assert str(caught.value) == line


def wanted(types: Collection[str]) -> Wanted:
    return Wanted("serving.instance_types", types, ["a", "b", "c"])


def test_types_that_all_zones_offer_pass() -> None:
    offered = {"m7g.large": {"a", "b", "c", "d"}}
    check_offered(wanted(offered), offered)


def test_the_program_ends_in_that_line_for_a_region_of_too_few_zones() -> None:
    with pytest.raises(SettingsError, match="names us-east-1d, and us-east-1 has us-east-1a, "):
        run(changed("prod", {}), lookups(zones="ab"))


def test_the_program_ends_in_that_line_for_a_type_that_no_zone_has() -> None:
    nowhere: dict[str, list[str]] = {"instanceTypes": [], "locations": []}
    answers = lookups() | {
        "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": lambda _: nowhere
    }
    with pytest.raises(SettingsError, match=r"m7g\.xlarge is offered in no zone of the region: "):
        run(changed("prod", {}), answers)


def test_an_account_that_is_stated_is_the_only_one_and_is_not_asked_for() -> None:
    answers = {
        token: answer for token, answer in lookups().items() if "getCallerIdentity" not in token
    }
    recording = run(changed("prod", {"account": "210987654321"}), answers)
    [provider] = recording.of_type("pulumi:providers:aws")
    assert json.loads(provider.inputs["allowedAccountIds"]) == ["210987654321"]
    for each in recording.of_type("aws:kms/key:Key"):
        assert "arn:aws:iam::210987654321:root" in each.inputs["policy"]


def test_another_partition_and_region_name_their_own_arns() -> None:
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
