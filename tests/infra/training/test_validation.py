from collections.abc import Mapping
from typing import Any

import pytest

from infra.aws.instance_type import accelerator_of
from infra.configuration import SettingsError, read_settings
from tests.infra.stacks import changed

RESERVED = {"instance_type": "g6.2xlarge", "vcpus": 8, "count": 2, "zone": "us-east-1b"}
NODES = {
    "instance_type": "p5.48xlarge",
    "vcpus": 192,
    "memory_gb": 1900,
    "gpus": 8,
    "nodes": 4,
    "max_nodes": 8,
}

WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"training.instance_types": ["g6.2xlarge", "g5g.2xlarge"]},
        (
            "plimsoll:training.instance_types: g6.2xlarge and g5g.2xlarge differ in architecture "
            "or "
            "accelerator, but one container image runs on one of each; use similar types"
        ),
    ),
    (
        {"training.instance_types": ["g6.2xlarge", "trn1.2xlarge"]},
        "plimsoll:training.instance_types: g6.2xlarge and trn1.2xlarge differ in architecture or ",
    ),
    (
        {"training.instance_types": ["g6.2xlarge"]},
        (
            "plimsoll:training.instance_types: 3 spot capacity pools (1 types in 3 zones) are "
            "too few; "
            "add instance types until there are 6 pools and at least 2 types, or set "
            "spot_max_vcpus "
            "to 0"
        ),
    ),
    (
        {"training.spot_max_vcpus": 0, "training.on_demand_max_vcpus": 0},
        (
            "plimsoll:training: spot_max_vcpus and on_demand_max_vcpus are both 0, so no job can "
            "run; "
            "raise one of them"
        ),
    ),
    (
        {"training.reservation": {**RESERVED, "zone": "us-east-1c"}},
        (
            "plimsoll:training.reservation.zone: us-east-1c is not in plimsoll:network.zones; "
            "set one "
            "of us-east-1a, us-east-1b, us-east-1d"
        ),
    ),
    (
        {"training.multi_node": {**NODES, "zone": "us-east-1e"}},
        "plimsoll:training.multi_node.zone: us-east-1e is not in plimsoll:network.zones; ",
    ),
    (
        {"training.reservation": {**RESERVED, "instance_type": "p5.48xlarge"}},
        (
            "plimsoll:training.reservation.instance_type: p5.48xlarge is not in "
            "training.instance_types; add it there, or reserve one of those types"
        ),
    ),
    (
        {"training.multi_node": {**NODES, "max_nodes": 2}},
        "plimsoll:training.multi_node.nodes: 4 is above max_nodes (2); set at most 2, or raise ",
    ),
    (
        {"training.scratch": {"storage_gb": 1000}},
        "plimsoll:training.scratch.storage_gb: 1000 is invalid; input should be 1200, 2400, ",
    ),
    (
        {"training.multi_node": {**NODES, "nodse": 2}},
        'plimsoll:training.multi_node.nodse: unknown setting; did you mean "nodes"?',
    ),
    (
        {"training.job": {"gpu": 1}},
        'plimsoll:training.job.gpu: unknown setting; did you mean "gpus"?',
    ),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", changes), "plimsoll")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


def test_reservation_and_multi_node_settings_are_valid() -> None:
    config = changed("prod", {"training.reservation": RESERVED, "training.multi_node": NODES})
    training = read_settings(config, "plimsoll").training
    assert training is not None
    assert training.reservation is not None
    assert training.multi_node is not None
    assert training.reservation.count == 2
    assert training.multi_node.zone is None


@pytest.mark.parametrize(
    ("instance_type", "accelerator"),
    [
        ("g6.2xlarge", "nvidia"),
        ("g4dn.xlarge", "nvidia"),
        ("g5g.xlarge", "nvidia"),
        ("gr6.4xlarge", "nvidia"),
        ("p5en.48xlarge", "nvidia"),
        ("p6e-gb200.36xlarge", "nvidia"),
        ("trn2.48xlarge", "neuron"),
        ("inf2.xlarge", "neuron"),
        ("g4ad.xlarge", None),
        ("m7g.large", None),
        ("im4gn.large", None),
    ],
)
def test_accelerator_is_read_from_type_name(instance_type: str, accelerator: str | None) -> None:
    assert accelerator_of(instance_type) == accelerator
