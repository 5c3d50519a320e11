"""Where a stack stands, known before anything is deployed.

So names, ARNs and the policies made of them are plain text, which a preview shows and a rule reads.
"""

from dataclasses import dataclass

STANDBY = "standby-"  # begins the names of the components of the other region


@dataclass(frozen=True, slots=True)
class Scope:
    project: str
    environment: str
    region: str
    account: str  # twelve digits
    partition: str = "aws"  # "aws-cn", "aws-us-gov"

    @property
    def prefix(self) -> str:
        """Begins every name that something outside of the stack has to know."""
        return f"{self.project}-{self.environment}"

    def path(self, *parts: str) -> str:
        """Return the name of a log group or of a parameter."""
        return "/".join(("", self.project, self.environment, *parts))

    def bucket(self, purpose: str) -> str:
        """Bucket names are shared by all accounts of a partition."""
        return f"{self.prefix}-{purpose}-{self.account}-{self.region}"

    def key_alias(self, domain: str) -> str:
        return f"alias/{self.prefix}-{domain}"

    def role(self, purpose: str) -> str:
        """Return the name of a role that policies name; roles are the whole account's."""
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
