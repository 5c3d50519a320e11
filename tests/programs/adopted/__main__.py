"""Additions to an account whose network, certificate and roles exist already."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
vpc = aws.ec2.get_vpc(id=config.require("vpc"))
subnets = {
    tier: aws.ec2.get_subnets(
        filters=[
            {"name": "vpc-id", "values": [vpc.id]},
            {"name": "tag:Tier", "values": [tier]},
        ]
    ).ids
    for tier in ("public", "private")
}
zone = aws.route53.get_zone(name="corp.example.com", private_zone=True, vpc_id=vpc.id)
certificate = aws.acm.get_certificate(
    domain="*.corp.example.com", statuses=["ISSUED"], most_recent=True
)
key = aws.kms.get_key(key_id="alias/corp")
secret = aws.secretsmanager.get_secret_version(secret_id="corp/database")  # noqa: S106
group = aws.ec2.get_security_group(name="default", vpc_id=vpc.id)
role = aws.iam.get_role(name="corp-ec2")
profile = aws.iam.InstanceProfile("reports", role=role.name)
snapshot = aws.ebs.get_snapshot(
    most_recent=True, filters=[{"name": "tag:App", "values": ["reports"]}]
)

servers = []
for index, subnet_id in enumerate(subnets["private"][:2]):
    subnet = aws.ec2.get_subnet(id=subnet_id)
    server = aws.ec2.Instance(
        f"reports-{index}",
        ami=aws.ec2.get_ami_ids(owners=["self"], sort_ascending=True).ids[-1],
        instance_type="r6i.xlarge",
        subnet_id=subnet_id,
        iam_instance_profile=profile.name,
        vpc_security_group_ids=[group.id],
        associate_public_ip_address=False,
        user_data=f"DB={secret.secret_string}",
    )
    volume = aws.ebs.Volume(
        f"reports-{index}",
        availability_zone=subnet.availability_zone,
        snapshot_id=snapshot.id,
        size=500,
        type="gp3",
        throughput=250,
        iops=6000,
        kms_key_id=key.arn,
        encrypted=True,
    )
    aws.ec2.VolumeAttachment(
        f"reports-{index}", instance_id=server.id, volume_id=volume.id, device_name="/dev/sdf"
    )
    servers.append(server)

balancer = aws.lb.LoadBalancer("reports", internal=True, subnets=subnets["private"])
target = aws.lb.TargetGroup("reports", port=443, protocol="HTTPS", vpc_id=vpc.id)
aws.lb.Listener(
    "reports",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    certificate_arn=certificate.arn,
    default_actions=[{"type": "forward", "target_group_arn": target.arn}],
)
for index, server in enumerate(servers):
    aws.lb.TargetGroupAttachment(
        f"reports-{index}", target_group_arn=target.arn, target_id=server.id
    )
aws.route53.Record(
    "reports",
    zone_id=zone.zone_id,
    name="reports",
    type="A",
    aliases=[
        {
            "name": balancer.dns_name,
            "zone_id": balancer.zone_id,
            "evaluate_target_health": True,
        }
    ],
)
aws.backup.Selection(
    "reports",
    iam_role_arn=role.arn,
    plan_id=aws.backup.Plan(
        "reports",
        rules=[
            {
                "rule_name": "daily",
                "target_vault_name": aws.backup.get_vault(name="corp").name,
                "schedule": "cron(0 5 * * ? *)",
                "lifecycle": {"delete_after": 35},
            }
        ],
    ).id,
    resources=[server.arn for server in servers],
)
pulumi.export("url", f"https://reports.{zone.name}")
