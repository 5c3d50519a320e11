"""Context of a deployment: names, tags, region, account and permissions boundary.

Every component takes a Context. Names and ARNs are plain text known before deployment, so that
policies made of them can be read in a preview.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

STANDBY = "standby-"  # prefix of component names in the standby region


@dataclass(frozen=True, slots=True)
class Context:
    project: str
    environment: str
    region: str
    account: str  # twelve digits
    partition: str = "aws"  # "aws-cn", "aws-us-gov"
    data_classification: str = "confidential"  # of data stores
    protected: bool = True  # Pulumi protect, deletion protection and final snapshots
    log_retention_days: int = 365
    log_key_arn: pulumi.Input[str] | None = None  # KMS key of log groups; None: AWS owned key
    # The provider's default tags, which EC2 does not copy to launched instances and volumes.
    default_tags: Mapping[str, str] = field(default_factory=dict)
    component_prefix: str = ""  # STANDBY in the standby region
    # Provider, and the transformation that attaches the permissions boundary to every role.
    options: pulumi.ResourceOptions | None = None

    @property
    def prefix(self) -> str:
        """Prefix of physical names that policies or other stacks refer to."""
        return f"{self.project}-{self.environment}"

    @property
    def metrics(self) -> str:
        """CloudWatch namespace of the stack's own metrics."""
        return f"{self.project}/{self.environment}"

    def component(self, name: str) -> str:
        """Return the logical name of a component in this region."""
        return f"{self.component_prefix}{name}"

    def path(self, *parts: str) -> str:
        """Return the name of a log group or an SSM parameter."""
        return "/".join(("", self.project, self.environment, *parts))

    def bucket(self, purpose: str) -> str:
        """Return a bucket name, which must be unique in the partition."""
        return f"{self.prefix}-{purpose}-{self.account}-{self.region}"

    def key_alias(self, domain: str) -> str:
        return f"alias/{self.prefix}-{domain}"

    def role(self, purpose: str) -> str:
        """Return the name of a role that policies refer to; role names are account-wide."""
        return f"{self.prefix}-{purpose}-{self.region}"

    def role_arn(self, purpose: str) -> str:
        return f"arn:{self.partition}:iam::{self.account}:role/{self.role(purpose)}"

    def arn(self, service: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def bucket_arn(self, purpose: str, objects: str = "") -> str:
        return f"arn:{self.partition}:s3:::{self.bucket(purpose)}{objects}"

    @property
    def account_root(self) -> str:
        return f"arn:{self.partition}:iam::{self.account}:root"

    def managed_policy(self, name: str) -> str:
        return f"arn:{self.partition}:iam::aws:policy/{name}"

    @property
    def patch_group(self) -> str:
        """Value of the PatchGroup tag that Systems Manager Patch Manager selects by."""
        return self.prefix

    def tags(
        self, component: str, workload: str, data_classification: str | None = None
    ) -> dict[str, str]:
        """Return a component's tags, which complement the provider's default tags.

        `workload` is serving, training, batch or shared.
        """
        return {
            "component": component,
            "workload": workload,
            "data-classification": data_classification or self.data_classification,
        }

    def instance_tags(self, tags: Mapping[str, str]) -> dict[str, str]:
        """Return all tags of an EC2 instance: defaults, patch group and the component's."""
        return {**self.default_tags, "PatchGroup": self.patch_group, **tags}
