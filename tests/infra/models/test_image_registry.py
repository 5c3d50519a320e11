import json

import pytest

from infra.models.image_registry import add_image_registry, lifecycle_policy
from infra.models.settings import RegistrySettings
from tests.infra.alone import alone
from tests.infra.recorder import Recording

REPOSITORY = "aws:ecr/repository:Repository"
TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"


def registry(**settings: object) -> Recording:
    given = {"repositories": ["serving", "training", "functions"], **settings}
    return alone(add_image_registry, changes={"plimsoll:registry": given})


def test_repositories_are_immutable_scanned_and_encrypted() -> None:
    recording = registry()
    names = [each.inputs["name"] for each in recording.of_type(REPOSITORY)]
    assert names == [f"plimsoll-prod/{each}" for each in ("functions", "serving", "training")]
    for each in recording.of_type(REPOSITORY):
        assert each.inputs["imageTagMutability"] == "IMMUTABLE"
        assert each.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
        [encryption] = each.inputs["encryptionConfigurations"]
        assert recording.follow(encryption["kmsKey"]).name == "keys-data"
        assert each.protect


def test_repositories_have_lifecycle_and_lambda_policies() -> None:
    recording = registry()
    for kind in ("lifecyclePolicy:LifecyclePolicy", "repositoryPolicy:RepositoryPolicy"):
        policies = recording.of_type(f"aws:ecr/{kind}")
        of = [recording.follow(each.inputs["repository"]).name for each in policies]
        assert of == ["registry-functions", "registry-serving", "registry-training"]


def test_lifecycle_expires_untagged_images_first() -> None:
    rules = json.loads(lifecycle_policy(RegistrySettings(keep_images=5, untagged_days=2)))["rules"]
    selections = [(each["selection"]["countType"], each["selection"]["countNumber"])
                  for each in rules]  # fmt: skip
    assert selections == [("sinceImagePushed", 2), ("imageCountMoreThan", 5)]
    # Of the rules that match an image, the lowest number decides; a rule for all would come last.
    assert [each["rulePriority"] for each in rules] == [1, 2]


def test_replicated_repositories_use_a_template() -> None:
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
def test_no_replication_without_other_regions(regions: list[str]) -> None:
    recording = registry(replicate_to=regions)
    assert recording.of_type(TEMPLATE, REPLICATION) == []
