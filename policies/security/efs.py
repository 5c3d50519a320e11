"""What keeps a file system's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import FILE_SYSTEM
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=(FILE_SYSTEM,),
    concern="security",
    severity="high",
    fix="encrypted=True",
    same_intent_as=("CKV_AWS_42",),
    url="https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
)
def file_system_encrypted(file_system: Resource) -> Iterator[Finding]:
    """A file system is encrypted at rest; it cannot be encrypted later."""
    yield from want(file_system, "encrypted", True)
