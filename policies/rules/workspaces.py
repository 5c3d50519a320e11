"""Rules for Amazon WorkSpaces."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

PAGE = "https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html"
WORKSPACE = "aws:workspaces/workspace:Workspace"


RULES: tuple[Rule, ...] = (
    input_rule(
        "workspaces-user-volume-encrypted",
        must_be("userVolumeEncryptionEnabled", True),
        types=(WORKSPACE,),
        concern="security",
        severity="medium",
        title="WorkSpaces user volume is not encrypted",
        risk="User files are stored in plain text.",
        fix="user_volume_encryption_enabled=True, volume_encryption_key=key.arn",
        same_intent_as=("CKV_AWS_155",),
        aws_docs=PAGE,
    ),
    input_rule(
        "workspaces-root-volume-encrypted",
        must_be("rootVolumeEncryptionEnabled", True),
        types=(WORKSPACE,),
        concern="security",
        severity="medium",
        title="WorkSpaces root volume is not encrypted",
        risk="System and temporary files are stored in plain text.",
        fix="root_volume_encryption_enabled=True, volume_encryption_key=key.arn",
        same_intent_as=("CKV_AWS_156",),
        aws_docs=PAGE,
    ),
    input_rule(
        "workspaces-no-local-administrator",
        must_not_be(
            "workspaceCreationProperties.userEnabledAsLocalAdministrator", True, expected=False
        ),
        types=("aws:workspaces/directory:Directory",),
        concern="security",
        severity="low",
        title="WorkSpaces users are local administrators",
        risk="Users can install programs and turn protections off.",
        fix='workspace_creation_properties={"user_enabled_as_local_administrator": False}',
        aws_docs="https://docs.aws.amazon.com/workspaces/latest/adminguide/update-directory-details.html",
        production=True,
    ),
)
