"""Region of resources for which neither provider nor stack names one."""

from pathlib import Path

import pytest

from costing.errors import CostingError
from costing.graph import preview
from costing.model import DefaultRegion
from tests.costing.graph.preview.isolated import request_text
from tests.costing.graph.preview.program import one, run, write


def test_region_variable_replaces_the_provider_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    source = """
    import os
    aws.s3.Bucket("b")
    aws.s3.Bucket("c", region="eu-west-1")
    pulumi.export("told", json.dumps([
        aws.get_region().region, aws.config.region, os.environ["AWS_DEFAULT_REGION"],
        len(aws.get_availability_zones().names)]))
    """
    graph = run(tmp_path, source, stack="config: {}\n")
    assert request_text(graph) == ["eu-west-3", "eu-west-3", "eu-central-1", 3]
    assert one(graph, "b").region == "eu-west-3"
    assert one(graph, "c").region == "eu-west-1"
    assert graph.source.default_region == DefaultRegion("eu-west-3", "AWS_REGION")


def test_region_option_precedes_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    source = """
    provider = aws.Provider("p")
    aws.s3.Bucket("b", opts=Opts(provider=provider))
    pulumi.export("told", json.dumps(aws.get_region().region))
    """
    folder = write(tmp_path, source, stack="config: {}\n")
    graph = preview.run(folder, region="eu-west-2")
    assert request_text(graph) == "eu-west-2"
    assert one(graph, "b").region == "eu-west-2"
    assert graph.source.default_region == DefaultRegion("eu-west-2", "--region")


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("p = aws.Provider('p')", "AWS_REGION"),  # the SDK reads the variable
        ("p = aws.Provider('p', region='us-west-1')", None),
    ],
)
def test_the_origin_of_a_providers_region_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, origin: str | None
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-west-1")
    source += "\naws.s3.Bucket('b', opts=Opts(provider=p))"
    graph = run(tmp_path, source, stack="config:\n  aws:region: eu-west-1\n")
    assert one(graph, "b").region == "us-west-1"
    found = graph.source.default_region
    assert found == (DefaultRegion("us-west-1", origin) if origin else None)


def test_stack_region_precedes_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "not-a-region")
    graph = run(tmp_path, "aws.s3.Bucket('b')\naws.get_region()")
    assert one(graph, "b").region == "eu-west-1"
    assert graph.source.default_region is None


@pytest.mark.parametrize("source", ["aws.s3.Bucket('b')", "aws.get_region()"])
def test_a_wrong_region_of_the_environment_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-wst-1")
    with pytest.raises(CostingError, match="AWS_REGION=eu-wst-1: unknown region"):
        run(tmp_path, source, stack="config: {}\n")
