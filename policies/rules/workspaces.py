"""Rules for Amazon WorkSpaces."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, read, require
from policies.engine.rule import Rule, resource_rule

PAGE = "https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html"
WORKSPACE = "aws:workspaces/workspace:Workspace"


@resource_rule(
    types=(WORKSPACE,),
    concern="security",
    severity="medium",
    title="WorkSpaces user volume is not encrypted",
    risk="User files are stored in plain text.",
    fix="user_volume_encryption_enabled=True, volume_encryption_key=key.arn",
    same_intent_as=("CKV_AWS_155",),
    aws_docs=PAGE,
)
def workspaces_user_volume_encrypted(workspace: Resource) -> Iterator[Finding]:
    yield from require(workspace, "userVolumeEncryptionEnabled", True)


@resource_rule(
    types=(WORKSPACE,),
    concern="security",
    severity="medium",
    title="WorkSpaces root volume is not encrypted",
    risk="System and temporary files are stored in plain text.",
    fix="root_volume_encryption_enabled=True, volume_encryption_key=key.arn",
    same_intent_as=("CKV_AWS_156",),
    aws_docs=PAGE,
)
def workspaces_root_volume_encrypted(workspace: Resource) -> Iterator[Finding]:
    yield from require(workspace, "rootVolumeEncryptionEnabled", True)


@resource_rule(
    types=("aws:workspaces/directory:Directory",),
    concern="security",
    severity="low",
    title="WorkSpaces users are local administrators",
    risk="Users can install programs and turn protections off.",
    fix='workspace_creation_properties={"user_enabled_as_local_administrator": False}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/workspaces/latest/adminguide/update-directory-details.html",
    production=True,
)
def workspaces_no_local_administrator(resource: Resource) -> Iterator[Finding]:
    path = "workspaceCreationProperties.userEnabledAsLocalAdministrator"
    yield from found(equal(read(resource, path), option=True), resource, path, False)


RULES: tuple[Rule, ...] = (
    workspaces_user_volume_encrypted,
    workspaces_root_volume_encrypted,
    workspaces_no_local_administrator,
)
