"""Provider for each member account, with an assumed role and default tags."""

import json

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions


class Account(pulumi.ComponentResource):
    def __init__(self, name: str, role_arn: str, opts: ResourceOptions | None = None) -> None:
        provider = aws.Provider(
            name,
            region="us-east-1",
            assume_roles=[{"role_arn": role_arn, "session_name": "pulumi"}],
            default_tags={"tags": {"account": name, "managed-by": "pulumi"}},
        )
        opts = ResourceOptions.merge(ResourceOptions(providers=[provider]), opts)
        super().__init__("acme:index:Account", name, {}, opts)
        child = ResourceOptions(parent=self)
        key = aws.kms.Key(name, enable_key_rotation=True, opts=child)
        logs = aws.s3.Bucket(f"{name}-logs", opts=child)
        aws.cloudtrail.Trail(
            name,
            s3_bucket_name=logs.id,
            kms_key_id=key.arn,
            is_multi_region_trail=True,
            opts=child,
        )
        aws.guardduty.Detector(name, enable=True, opts=child)
        self.register_outputs({"logs": logs.arn})


for member, arn in sorted(pulumi.Config().require_object("members").items()):
    Account(member, arn)

administrator = aws.Provider("administrator", profile="administrator", region="us-east-1")
aws.organizations.Policy(
    "regions",
    content=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Deny",
                "NotAction": ["iam:*", "sts:*"],
                "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1"]}},
            },
        }
    ),
    opts=ResourceOptions(provider=administrator),
)
