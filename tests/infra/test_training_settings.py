from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read
from infra.settings import accelerator_of
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
            "plimsoll:training.instance_types has g6.2xlarge and g5g.2xlarge, and one image runs "
            "on one architecture and one kind of accelerator: keep to one"
        ),
    ),
    (
        {"training.instance_types": ["g6.2xlarge", "trn1.2xlarge"]},
        "plimsoll:training.instance_types has g6.2xlarge and trn1.2xlarge, and one image runs ",
    ),
    (
        {"training.instance_types": ["g6.2xlarge"]},
        (
            "plimsoll:training.instance_types gives 3 pools of spot capacity over 3 zones: name "
            "enough types, 2 at least, for 6, or set spot_max_vcpus to 0"
        ),
    ),
    (
        {"training.spot_max_vcpus": 0, "training.on_demand_max_vcpus": 0},
        (
            "plimsoll:training: spot_max_vcpus and on_demand_max_vcpus are both 0, and no job "
            "would ever run: raise one"
        ),
    ),
    (
        {"training.reservation": {**RESERVED, "zone": "us-east-1c"}},
        (
            "plimsoll:training.reservation.zone is us-east-1c: take one of plimsoll:network.zones, "
            "us-east-1a, us-east-1b, us-east-1d"
        ),
    ),
    (
        {"training.multi_node": {**NODES, "zone": "us-east-1e"}},
        "plimsoll:training.multi_node.zone is us-east-1e: take one of plimsoll:network.zones, ",
    ),
    (
        {"training.reservation": {**RESERVED, "instance_type": "p5.48xlarge"}},
        (
            "plimsoll:training.reservation.instance_type is p5.48xlarge: take one of "
            "training.instance_types, or add it there"
        ),
    ),
    (
        {"training.multi_node": {**NODES, "max_nodes": 2}},
        "plimsoll:training.multi_node.max_nodes is 2, and a job is 4: raise it",
    ),
    (
        {"training.scratch": {"storage_gb": 1000}},
        "plimsoll:training.scratch.storage_gb is 1000: input should be 1200, 2400, ",
    ),
    (
        {"training.multi_node": {**NODES, "nodse": 2}},
        "plimsoll:training.multi_node.nodse is no setting; nearest: nodes",
    ),
    ({"training.job": {"gpu": 1}}, "plimsoll:training.job.gpu is no setting; nearest: gpus"),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_a_wrong_setting_is_one_line_that_names_it(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", changes), "plimsoll")
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)


def test_kept_and_joined_machines_are_read() -> None:
    config = changed("prod", {"training.reservation": RESERVED, "training.multi_node": NODES})
    training = read(config, "plimsoll").training
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
def test_a_type_tells_its_accelerator(instance_type: str, accelerator: str | None) -> None:
    assert accelerator_of(instance_type) == accelerator
