"""What keeps a desktop's files from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule

PAGE = "https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html"
WORKSPACE = "aws:workspaces/workspace:Workspace"


@resource_rule(
    types=(WORKSPACE,),
    concern="security",
    severity="medium",
    fix="user_volume_encryption_enabled=True, volume_encryption_key=key.arn",
    same_intent_as=("CKV_AWS_155",),
    url=PAGE,
)
def desktop_files_encrypted(workspace: Resource) -> Iterator[Finding]:
    """The volume with a user's files is encrypted."""
    yield from want(workspace, "userVolumeEncryptionEnabled", True)


@resource_rule(
    types=(WORKSPACE,),
    concern="security",
    severity="medium",
    fix="root_volume_encryption_enabled=True, volume_encryption_key=key.arn",
    same_intent_as=("CKV_AWS_156",),
    url=PAGE,
)
def desktop_system_encrypted(workspace: Resource) -> Iterator[Finding]:
    """The volume with the system, and what programs leave there, is encrypted."""
    yield from want(workspace, "rootVolumeEncryptionEnabled", True)
