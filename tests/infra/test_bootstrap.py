"""Stages of docs/first-deployment.md: bootstrap before images are pushed, and destruction."""

import re

import pytest

from tests.infra.checks.iam import Stack
from tests.infra.checks.region_bound import missing_images, repositories, texts
from tests.infra.recorder import Recording
from tests.infra.stacks import ROOT, SHIPPED, changed, recorded, run

KINDS = {"aws:ecr", "aws:iam", "aws:kms", "aws:s3", "aws:ssm", "aws:cloudwatch", "pulumi:providers"}


@pytest.fixture(scope="module", params=SHIPPED)
def stages(request: pytest.FixtureRequest) -> tuple[Recording, Recording]:
    """Return the bootstrap stage and the whole stack."""
    bootstrap = run(changed(request.param, {"plimsoll:stage": "bootstrap"}))
    return bootstrap, recorded(request.param)


def test_bootstrap_is_part_of_the_whole_stack(stages: tuple[Recording, Recording]) -> None:
    bootstrap, whole = stages
    inputs = {str(each): each.inputs for each in whole.resources}
    for each in bootstrap.resources:
        assert inputs[str(each)] == each.inputs, each


def test_bootstrap_has_no_compute_and_no_network(stages: tuple[Recording, Recording]) -> None:
    bootstrap, _ = stages
    kinds = {each.type.partition("/")[0] for each in bootstrap.resources if each.custom}
    assert {each.rpartition(":aws")[0] or each for each in kinds} <= KINDS


def test_bootstrap_has_the_repositories_of_all_images(stages: tuple[Recording, Recording]) -> None:
    bootstrap, whole = stages
    assert repositories(Stack(bootstrap)) == repositories(Stack(whole))
    assert list(missing_images(Stack(bootstrap))) == []


def test_bootstrap_has_the_buckets_of_all_artifacts(stages: tuple[Recording, Recording]) -> None:
    bootstrap, whole = stages
    models = whole.of_type("aws:sagemaker/model:Model")
    wanted = {
        name
        for each in models
        for text in texts(each.inputs)
        for name in re.findall(r"s3://([^/]+)", text)
    }
    assert wanted <= {each.inputs["bucket"] for each in bootstrap.of_type("aws:s3/bucket:Bucket")}


def test_documented_settings_lift_the_protection() -> None:
    text = (ROOT / "docs" / "first-deployment.md").read_text(encoding="utf-8")
    _, _, destroy = text.partition("## Destroy")
    settings = dict(re.findall(r"pulumi config set (plimsoll:\w+) (\w+)", destroy))
    unprotected = run(changed("prod", settings))
    assert not any(each.protect for each in unprotected.resources)
    assert {str(each) for each in unprotected.resources} == {
        str(each) for each in recorded("prod").resources
    }
