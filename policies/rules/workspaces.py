"""Rules for workspaces."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import want
from policies.engine.rule import Rule, resource_rule

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
def workspaces_user_volume_encrypted(workspace: Resource) -> Iterator[Finding]:
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
def workspaces_root_volume_encrypted(workspace: Resource) -> Iterator[Finding]:
    """The volume with the system, and what programs leave there, is encrypted."""
    yield from want(workspace, "rootVolumeEncryptionEnabled", True)


RULES: tuple[Rule, ...] = (
    workspaces_user_volume_encrypted,
    workspaces_root_volume_encrypted,
)
