"""Customer managed KMS keys, one per data domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import kms

from infra.aws.key import DOMAINS, Domain, key_policy
from infra.context import Context


@dataclass(frozen=True, slots=True)
class KeysArgs:
    context: Context
    domains: Sequence[Domain]
    multi_region: bool = False  # allow replicas in other regions
    # ARNs of the primary keys in another region; the keys become their replicas.
    primary: Mapping[Domain, pulumi.Input[str]] | None = None


class Keys(pulumi.ComponentResource):
    """Customer managed key with yearly rotation and an alias for each domain.

    A replica key has the key material of its primary, so each decrypts data of the other.
    """

    def __init__(
        self, name: str, args: KeysArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Keys", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("keys", "shared", "internal")
        self.arns: dict[Domain, pulumi.Output[str]] = {}
        for domain in args.domains:
            key = self._key(domain) if args.primary is None else self._replica(domain, args.primary)
            kms.Alias(
                f"{name}-{domain}",
                name=args.context.key_alias(domain),
                target_key_id=key.key_id,
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.arns[domain] = key.arn
        self.register_outputs({"arns": self.arns})

    def _key(self, domain: Domain) -> kms.Key:
        return kms.Key(
            f"{self.name}-{domain}",
            description=self._description(domain),
            policy=key_policy(self.args.context, domain),
            enable_key_rotation=True,
            multi_region=True if self.args.multi_region else None,
            deletion_window_in_days=30,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.context.protected),
        )

    def _replica(
        self, domain: Domain, primary: Mapping[Domain, pulumi.Input[str]]
    ) -> kms.ReplicaKey:
        return kms.ReplicaKey(
            f"{self.name}-{domain}",
            primary_key_arn=primary[domain],
            description=self._description(domain),
            policy=key_policy(self.args.context, domain),
            deletion_window_in_days=30,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.context.protected),
        )

    def _description(self, domain: Domain) -> str:
        return f"{DOMAINS[domain]} ({self.args.context.prefix})"
