"""Edits that apply a fix to the call of a resource."""

import pytest

from plimsoll.language_server.fixes import edit, keywords
from policies import RULES

TYPE = "aws:rds/instance:Instance"
SET = "storage_encrypted=True"
OPTIONS = 'metadata_options={"http_tokens": "required"}'


@pytest.mark.parametrize(
    ("call", "fix", "expected"),
    [
        ('aws.rds.Instance("a")', SET, 'aws.rds.Instance("a", storage_encrypted=True)'),
        (
            'aws.rds.Instance("a", storage_encrypted=False)',
            SET,
            'aws.rds.Instance("a", storage_encrypted=True)',
        ),
        (
            'aws.rds.Instance(\n    "a",\n)',
            SET,
            'aws.rds.Instance(\n    "a",\n    storage_encrypted=True,\n)',
        ),
        (
            'aws.rds.Instance(\n    "a",  # name\n    engine="mysql",  # 8\n)',
            SET,
            (
                'aws.rds.Instance(\n    "a",  # name\n    engine="mysql",\n'
                "    storage_encrypted=True,  # 8\n)"
            ),
        ),
        ('aws.rds.Instance("a", storage_encrypted=chosen)', SET, None),
        ('aws.rds.Instance("a", **others)', SET, None),
        ('aws.rds.Cluster("a")', SET, None),
        ('aws.rds.Instance("a"); aws.rds.Instance("b")', SET, None),
        ('aws.rds.Instance("a"', SET, None),
        (
            'aws.rds.Instance("a", metadata_options={"http_tokens": "optional"})',
            OPTIONS,
            'aws.rds.Instance("a", metadata_options={"http_tokens": "required"})',
        ),
        (
            'aws.rds.Instance("a", metadata_options=Args(http_endpoint="enabled"))',
            OPTIONS,
            (
                'aws.rds.Instance("a", metadata_options=Args(http_endpoint="enabled", '
                'http_tokens="required"))'
            ),
        ),
        ('aws.rds.Instance("a", metadata_options={**others})', OPTIONS, None),
        (
            'Instance("a")',
            "backup_retention_period=7 or more",
            'Instance("a", backup_retention_period=7)',
        ),
        ('Instance("a")', "kms_key_id=key.arn", None),
        ('Instance("a")', "remove publicly_accessible", None),
        ('Instance("a")', "s3.BucketVersioning(bucket=bucket.id)", None),
        ('Instance("a")', "choose another engine", None),
    ],
)
def test_edit_of_a_call(call: str, fix: str, expected: str | None) -> None:
    found = edit(f"import pulumi_aws as aws\n\nx = 1\n{call}\n", 4, TYPE, fix)

    assert (found.text if found else None) == expected


def test_many_rules_have_a_plain_fix() -> None:
    """A fix in words has no edit; one with keyword arguments does."""
    assert sum(bool(keywords(rule.fix)) for rule in RULES) > len(RULES) / 3
