"""Account defaults: public access blocks, encryption, password policy, Access Analyzer."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import accessanalyzer, ebs, ec2, iam, s3, ssm

from infra.context import Context
from infra.deployment import Deployment
from infra.security.settings import AccountSettings

PUBLIC_DOCUMENTS = "/ssm/documents/console/public-sharing-permission"
PASSWORD_LENGTH, PASSWORD_HISTORY = 14, 24


@dataclass(frozen=True, slots=True)
class AccountArgs:
    context: Context
    global_settings: bool  # also settings of the account in all regions
    unused_access_days: int | None


class Account(pulumi.ComponentResource):
    """Settings of the account and of the account in one region."""

    def __init__(
        self, name: str, args: AccountArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Account", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("account", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        if args.global_settings:
            self._global_settings()
        self._ec2_defaults()
        self._analyzers()
        ssm.ServiceSetting(
            name,
            setting_id=args.context.arn("ssm", f"servicesetting{PUBLIC_DOCUMENTS}"),
            setting_value="Disable",
            opts=self.child,
        )
        self.register_outputs({})

    def _global_settings(self) -> None:
        s3.AccountPublicAccessBlock(
            self.name,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.child,
        )
        iam.AccountPasswordPolicy(
            self.name,
            minimum_password_length=PASSWORD_LENGTH,
            password_reuse_prevention=PASSWORD_HISTORY,
            require_lowercase_characters=True,
            require_uppercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            allow_users_to_change_password=True,
            max_password_age=90,
            opts=self.child,
        )

    def _ec2_defaults(self) -> None:
        """Encrypt EBS volumes by default, block public sharing, require IMDSv2."""
        ebs.EncryptionByDefault(self.name, enabled=True, opts=self.child)
        ebs.SnapshotBlockPublicAccess(self.name, state="block-all-sharing", opts=self.child)
        ec2.ImageBlockPublicAccess(self.name, state="block-new-sharing", opts=self.child)
        ec2.SerialConsoleAccess(self.name, enabled=False, opts=self.child)
        ec2.InstanceMetadataDefaults(
            self.name, http_tokens="required", http_put_response_hop_limit=1, opts=self.child
        )

    def _analyzers(self) -> None:
        """Create the external access analyzer and, if enabled, the unused access analyzer."""
        prefix = self.args.context.prefix
        accessanalyzer.Analyzer(
            self.name,
            analyzer_name=f"{prefix}-external",
            type="ACCOUNT",
            tags=self.tags,
            opts=self.child,
        )
        if self.args.global_settings and self.args.unused_access_days:
            accessanalyzer.Analyzer(
                f"{self.name}-unused",
                analyzer_name=f"{prefix}-unused",
                type="ACCOUNT_UNUSED_ACCESS",
                configuration={
                    "unused_access": {"unused_access_age": self.args.unused_access_days}
                },
                tags=self.tags,
                opts=self.child,
            )


def add_account(d: Deployment, settings: AccountSettings) -> None:
    if "defaults" not in settings.services:
        return
    args = AccountArgs(d.context, not d.is_standby, settings.unused_access_days)
    d.create(Account, "account", args)
