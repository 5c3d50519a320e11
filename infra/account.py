"""The account's own defaults: what is not said elsewhere is private, encrypted and answered for."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import accessanalyzer, ebs, ec2, iam, s3, ssm

from infra.scope import Scope

PUBLIC_DOCUMENTS = "/ssm/documents/console/public-sharing-permission"
PASSWORD_LENGTH, PASSWORDS_REMEMBERED = 14, 24


@dataclass(frozen=True, slots=True)
class AccountArgs:
    scope: Scope
    everywhere: bool  # also what holds for the account in all regions
    unused_access_days: int | None
    tags: Mapping[str, str]


class Account(pulumi.ComponentResource):
    """What AWS lets be set for a whole account, or for it in one region."""

    def __init__(
        self, name: str, args: AccountArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Account", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        if args.everywhere:
            self._everywhere()
        self._machines()
        self._analyzers()
        ssm.ServiceSetting(
            name,
            setting_id=args.scope.arn("ssm", f"servicesetting{PUBLIC_DOCUMENTS}"),
            setting_value="Disable",
            opts=self.child,
        )
        self.register_outputs({})

    def _everywhere(self) -> None:
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
            password_reuse_prevention=PASSWORDS_REMEMBERED,
            require_lowercase_characters=True,
            require_uppercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            allow_users_to_change_password=True,
            max_password_age=90,
            opts=self.child,
        )

    def _machines(self) -> None:
        """Encrypt volumes, share no copy of them, ask for a token before metadata is told."""
        ebs.EncryptionByDefault(self.name, enabled=True, opts=self.child)
        ebs.SnapshotBlockPublicAccess(self.name, state="block-all-sharing", opts=self.child)
        ec2.ImageBlockPublicAccess(self.name, state="block-new-sharing", opts=self.child)
        ec2.SerialConsoleAccess(self.name, enabled=False, opts=self.child)
        ec2.InstanceMetadataDefaults(
            self.name, http_tokens="required", http_put_response_hop_limit=1, opts=self.child
        )

    def _analyzers(self) -> None:
        """Find what is open to others, and, for a charge, what nobody uses."""
        prefix = self.args.scope.prefix
        accessanalyzer.Analyzer(
            self.name,
            analyzer_name=f"{prefix}-external",
            type="ACCOUNT",
            tags=self.args.tags,
            opts=self.child,
        )
        if self.args.everywhere and self.args.unused_access_days:
            accessanalyzer.Analyzer(
                f"{self.name}-unused",
                analyzer_name=f"{prefix}-unused",
                type="ACCOUNT_UNUSED_ACCESS",
                configuration={
                    "unused_access": {"unused_access_age": self.args.unused_access_days}
                },
                tags=self.args.tags,
                opts=self.child,
            )
