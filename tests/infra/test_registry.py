import json

import pytest

from infra.registry import plan_ageing
from infra.settings import RegistrySettings
from tests.infra.recorder import Recording
from tests.infra.stacks import changed, run

REPOSITORY = "aws:ecr/repository:Repository"
TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


def registry(**settings: object) -> Recording:
    return run(changed("prod", {"plimsoll:registry": settings}))


def test_a_repository_s_images_are_fixed_scanned_and_encrypted_with_our_key() -> None:
    recording = registry(repositories=["serving", "training"])
    names = [each.inputs["name"] for each in recording.of_type(REPOSITORY)]
    assert names == ["plimsoll-prod/serving", "plimsoll-prod/training"]
    for each in recording.of_type(REPOSITORY):
        assert each.inputs["imageTagMutability"] == "IMMUTABLE"
        assert each.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
        [encryption] = each.inputs["encryptionConfigurations"]
        assert recording.follow(encryption["kmsKey"]).name == "keys-data"
        assert each.protect


def test_every_repository_forgets_and_lets_functions_pull() -> None:
    recording = registry(repositories=["serving", "training"])
    for kind in ("lifecyclePolicy:LifecyclePolicy", "repositoryPolicy:RepositoryPolicy"):
        policies = recording.of_type(f"aws:ecr/{kind}")
        of = [recording.follow(each.inputs["repository"]).name for each in policies]
        assert of == ["registry-serving", "registry-training"]


def test_untagged_images_go_by_age_and_tagged_ones_by_number() -> None:
    rules = json.loads(plan_ageing(RegistrySettings(keep_images=5, untagged_days=2)))["rules"]
    selections = [(each["selection"]["countType"], each["selection"]["countNumber"])
                  for each in rules]  # fmt: skip
    assert selections == [("sinceImagePushed", 2), ("imageCountMoreThan", 5)]
    # Of the rules that match an image, the lowest number decides; a rule for all would come last.
    assert [each["rulePriority"] for each in rules] == [1, 2]


def test_copies_are_kept_as_the_originals_are() -> None:
    recording = registry(replicate_to=["us-west-2", "eu-west-1"])
    templates = recording.of_type(TEMPLATE)
    assert {each.inputs["region"] for each in templates} == {"us-west-2", "eu-west-1"}
    for each in templates:
        assert each.inputs["appliedFors"] == ["REPLICATION"]
        assert each.inputs["imageTagMutability"] == "IMMUTABLE"
        assert each.inputs["encryptionConfigurations"] == [{"encryptionType": "KMS"}]
    replication = recording.one(REPLICATION, "registry")
    [rule] = replication.inputs["replicationConfiguration"]["rules"]
    assert [each["region"] for each in rule["destinations"]] == ["eu-west-1", "us-west-2"]
    assert rule["repositoryFilters"][0]["filter"] == "plimsoll-prod/"
    # A repository made by replication before its template is there is kept as AWS likes.
    made_before = {urn.rpartition("::")[2] for urn in replication.dependencies}
    assert {"registry-us-west-2", "registry-eu-west-1"} <= made_before


@pytest.mark.parametrize("regions", [[], ["us-east-1"]])
def test_images_stay_at_home_unless_a_region_is_stated(regions: list[str]) -> None:
    recording = registry(replicate_to=regions)
    assert recording.of_type(TEMPLATE, REPLICATION) == []
