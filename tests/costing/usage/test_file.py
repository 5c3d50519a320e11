from pathlib import Path
from typing import Any

import pytest

from costing.errors import CostingError, FileError, UsageError
from costing.files.yaml_file import parsed
from costing.usage.file import Bound, UsageFile, read
from costing.usage.resolve import resolve
from tests import graphs

BUCKET = "aws:s3/bucket:Bucket"
GATEWAY = "aws:ec2/natGateway:NatGateway"
STACK = graphs.graph(
    graphs.resource(BUCKET, "features"),
    graphs.resource(BUCKET, "models"),
    graphs.resource(GATEWAY, "models"),
    graphs.resource("aws:ec2/subnet:Subnet", "features"),  # free: usage never means it
)


def storage(name: str, file: dict[str, Any]) -> object:
    bucket = graphs.resource(BUCKET, name)
    return resolve(UsageFile.model_validate(file), STACK)[bucket.urn].model_dump(
        by_alias=True, exclude_none=True
    )


def test_exact_name_precedes_wildcard_precedes_default() -> None:
    file = """
        version: 1
        defaults:
          aws:s3/bucket:Bucket: {standard: {storage_gb: 1, monthly_tier_1_requests: 1e7}}
          aws:rds/instance:Instance: {additional_backup_storage_gb: 1} # the stack has none
        resources:
          aws:s3/bucket:Bucket::*: {standard: {storage_gb: 2}}
          features: {standard: {storage_gb: 3}}
    """

    expected = {"standard.storage_gb": 3, "standard.monthly_tier_1_requests": 10_000_000}
    specified = parsed(file, "usage.yaml").value
    assert storage("features", specified) == expected
    assert storage("models", specified) == {
        **expected,
        "standard.storage_gb": 2,
    }


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            {"resources": {"features": {"standard": {"storage": 1}}}},
            r'features: unknown key "standard.storage" for aws:s3/bucket:Bucket; did you mean ',
        ),
        (
            {"defaults": {"aws:s3/buckets:Bucket": {}}},
            r"aws:s3/buckets:Bucket is not a priced type; did you mean .aws:s3/bucket:Bucket",
        ),
        ({"resources": {"feature": {}}}, "no priced resource has this name; did you mean"),
        ({"resources": {"web-*": {}}}, "no priced resource has this name"),
        (
            {"resources": {"models": {}}},
            f"several resources have this name; write one of {GATEWAY}::models, {BUCKET}::models",
        ),
        (
            {
                "resources": {
                    key: {"standard": {"storage_gb": 1}}
                    for key in (f"{BUCKET}::f*", f"{BUCKET}::*s")
                }
            },
            r"::f\* and .*::\*s both set standard.storage_gb",
        ),
        (
            {"defaults": {BUCKET: {"standard": {"storage_gb": 1}, "standard.storage_gb": 1}}},
            "standard.storage_gb is set twice, with a dot and nested",
        ),
        (
            {"defaults": {BUCKET: {"standard": {"storage_gb": -1}}}},
            "standard.storage_gb is -1; should be greater than or equal to 0",
        ),
    ],
)
def test_usage_without_effect_is_refused(file: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        resolve(UsageFile.model_validate(file), STACK)


def test_a_range_has_three_ends_in_order() -> None:
    def at(bound: Bound, **ends: int) -> object:
        file = {"defaults": {BUCKET: {"standard": {"storage_gb": ends}}}}
        usage = resolve(UsageFile.model_validate(file), STACK, bound)
        return usage[graphs.resource(BUCKET, "models").urn].model_dump(exclude_none=True)

    assert at(Bound.LOW, low=1, mid=2, high=3) != at(Bound.HIGH, low=1, mid=2, high=3)
    for ends, message in (
        ({"low": 1, "high": 3}, "is a range without mid"),
        ({"low": 3, "mid": 2, "high": 1}, "3, 2, 1 are not in ascending order"),
    ):
        with pytest.raises(UsageError, match=message):
            at(Bound.LOW, **ends)


HOLDS_ITSELF = "resources: {models: &a {standard: *a}}"


@pytest.mark.parametrize("text", ["version: 2", "usage: {}", "- a", "a: [", "", HOLDS_ITSELF])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text(text)

    with pytest.raises(FileError, match=r"usage\.yaml"):
        read(path)


FILE = """\
version: 1
defaults:
  aws:s3/bucket:Bucket:
    standard: {storage_gb: -1}
resources:
  models: {monthly_data_processed_gb: 1}
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            FILE,
            r"usage\.yaml:4: usage of aws:s3/bucket:Bucket: standard.storage_gb is -1; ",
        ),
        (FILE.replace("-1", "{low: 1}"), r"usage\.yaml:4: .* is a range without mid, high"),
        (FILE.replace("-1", "2024-13-45"), r'usage\.yaml:4: .* is "2024-13-45"; write a number'),
        (FILE.replace("-1", ".inf"), r"usage\.yaml:4: .* is inf; write a finite number"),
        (FILE.replace("-1", "[1]"), r"usage\.yaml:4: .* is a list; write a number"),
        (FILE.replace("-1", "1"), r"usage\.yaml:6: usage of models: several resources have "),
        (
            FILE.replace("-1", "1").replace(" models", " model"),
            r"usage\.yaml:6: usage of model: ",
        ),
        ("resource_usage: {aws_s3_bucket.models: {standard: {storage_gb: x}}}", r"usage\.yaml:1: "),
        (
            "resource_usage: [1]",
            r"usage\.yaml:1: resource_usage is not a mapping; write `ADDR",
        ),
        (
            "resource_usage: {1: 1}",
            r"usage\.yaml:1: resources\.1 is not a mapping; write `",
        ),
        ("version: 1\nresource: {}", r'usage\.yaml:2: unknown key "resource"; did you mean'),
        ("", r"usage\.yaml: the file is empty; `plimsoll usage init` writes one to fill in"),
    ],
)
def test_mistakes_name_their_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text(text)

    with pytest.raises(CostingError, match=message):
        resolve(read(path), STACK)
