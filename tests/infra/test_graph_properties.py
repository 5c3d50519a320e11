"""Properties of the whole graph of each stack, each of one kind of fault that AWS would show."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.kubernetes.settings import KubernetesSettings
from tests.infra.checks import (
    accelerators,
    cost_controls,
    first_deployment,
    key_users,
    load,
    objectives,
    policy_documents,
    region_bound,
    role_users,
    second_region,
    upkeep,
)
from tests.infra.stacks import EVERY, SHIPPED, changed, recorded, run, stack_file

CHECKS = (
    accelerators,
    first_deployment,
    key_users,
    load,
    policy_documents,
    region_bound,
    role_users,
    second_region,
    upkeep,
)
GPUS = ["g6.2xlarge", "g5.2xlarge"]
NVIDIA = {
    "serving.instance_types": GPUS,
    "containers.instance_types": GPUS,
    "containers.gpus": 1,
}
INFERENTIA, TRAINIUM = ["inf2.xlarge", "inf2.8xlarge"], ["trn1.2xlarge", "trn1.32xlarge"]
NEURON = {
    "serving.instance_types": INFERENTIA,
    "containers.instance_types": INFERENTIA,
    "containers.neuron_devices": 1,
    "training.instance_types": TRAINIUM,
    "training.reservation": None,
    "training.job": {"gpus": 0, "neuron_devices": 1},
    "kubernetes.neuron": {"instance_types": INFERENTIA, "min_per_zone": 1},
}
SERVICES = {
    "trail": "aws:cloudtrail/",
    "config": "aws:cfg/",
    "guardduty": "aws:guardduty/",
    "security_hub": "aws:securityhub/",
    "inspector": "aws:inspector2/",
    "macie": "aws:macie2/",
    "defaults": "aws:ebs/",
}


@pytest.mark.parametrize("stack", EVERY)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.rpartition(".")[2])
def test_graph_has_the_property(check: Any, stack: str) -> None:
    assert check.findings(recorded(stack)) == []


@pytest.mark.parametrize("stack", SHIPPED)
def test_copies_are_as_new_as_the_objectives(stack: str) -> None:
    recovery = stack_file(stack)["config"].get("plimsoll:recovery", {})
    assert objectives.findings(recorded(stack), recovery) == []


@pytest.mark.parametrize("stack", EVERY)
def test_cost_controls_filter_by_active_tags(stack: str) -> None:
    assert cost_controls.findings(recorded(stack), stack_file(stack)["config"]) == []


def test_stacks_of_one_account_count_their_own_costs() -> None:
    stacks = {each: (recorded(each), stack_file(each)["config"]) for each in SHIPPED}
    assert cost_controls.shared_accounts(stacks) == []


@pytest.mark.parametrize("changes", [NVIDIA, NEURON], ids=["nvidia", "neuron"])
def test_accelerated_stack_uses_its_accelerators(changes: Mapping[str, Any]) -> None:
    config = changed("everything", changes)
    assert accelerators.findings(run(config)) == []
    kubernetes = json.loads(config["plimsoll:kubernetes"])
    assert list(accelerators.node_pools(KubernetesSettings.model_validate(kubernetes))) == []


def test_names_of_a_standby_candidate_fit() -> None:
    candidate = {"container_image": "serving:2", "min_size": 3}
    assert upkeep.findings(run(changed("global", {"serving.candidate": candidate}))) == []


@pytest.mark.parametrize(
    "left_out", [{"trail", "config"}, {"guardduty", "security_hub"}, {"macie"}]
)
def test_existing_account_services_are_left_out(left_out: set[str]) -> None:
    services = [each for each in SERVICES if each not in left_out]
    recording = run(changed("prod", {"account_wide.services": services}))
    kinds = {each.type for each in recording.resources}
    for service, prefix in SERVICES.items():
        found = any(kind.startswith(prefix) for kind in kinds)
        assert found is (service not in left_out), service


def test_identity_center_users_may_administer() -> None:
    recording = run(changed("dev", {"identity.permission_sets": ["Operators"]}))
    trust = recording.one("aws:iam/role:Role", "identity-administrator").inputs["assumeRolePolicy"]
    assert "AWSReservedSSO_Operators_*" in trust
