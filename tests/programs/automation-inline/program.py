"""The stack as a function, for the command line and for the Automation API."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class Tenant:
    name: str
    plan: str


PLANS = {"free": "t4g.micro", "team": "t4g.large", "enterprise": "m7g.2xlarge"}
TENANTS = [Tenant("acme", "enterprise"), Tenant("initech", "team"), Tenant("hooli", "free")]


def create(tenant: Tenant, key: aws.kms.Key) -> aws.ec2.Instance:
    volume = aws.ebs.Volume(
        f"{tenant.name}-data",
        availability_zone="us-east-1a",
        size=200 if tenant.plan == "enterprise" else 20,
        type="gp3",
        encrypted=True,
        kms_key_id=key.arn,
    )
    instance = aws.ec2.Instance(
        tenant.name,
        ami="ami-0123456789abcdef0",
        instance_type=PLANS[tenant.plan],
        availability_zone=volume.availability_zone,
        ebs_optimized=True,
        monitoring=tenant.plan != "free",
    )
    aws.ec2.VolumeAttachment(
        tenant.name, device_name="/dev/sdf", instance_id=instance.id, volume_id=volume.id
    )
    return instance


def pulumi_program() -> None:
    key = aws.kms.Key("tenants")
    hosts = {tenant.name: create(tenant, key).private_dns for tenant in TENANTS}
    pulumi.export("hosts", hosts)
