"""Names of earlier major versions of the AWS provider, which still work with warnings."""

import pulumi
from pulumi_aws import alb, cloudwatch, ec2, get_region, iam, lambda_, s3

config = pulumi.Config()
size = config.get("size", "t2.micro")
region = get_region().name

logs = s3.BucketV2("logs", acl="private", force_destroy=True)
s3.BucketVersioningV2("logs", bucket=logs.id, versioning_configuration={"status": "Enabled"})
s3.BucketServerSideEncryptionConfigurationV2(
    "logs",
    bucket=logs.bucket,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
)
s3.BucketLifecycleConfigurationV2(
    "logs",
    bucket=logs.id,
    rules=[{"id": "expire", "status": "Enabled", "expiration": {"days": 30}}],
)
s3.BucketObject("readme", bucket=logs.id, content="Logs of the load balancer", key="README")

vpc = ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_support=True)
subnets = [
    ec2.Subnet(
        f"main-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.0.{number}.0/24",
        availability_zone=f"{region}{zone}",
        map_public_ip_on_launch=True,
    )
    for number, zone in enumerate("abc")
]
group = ec2.SecurityGroup("web", vpc_id=vpc.id)
ec2.SecurityGroupRule(
    "http",
    type="ingress",
    security_group_id=group.id,
    protocol="tcp",
    from_port=80,
    to_port=80,
    cidr_blocks=["0.0.0.0/0"],
)
image = ec2.get_ami(
    most_recent=True,
    owners=["137112412989"],
    filters=[{"name": "name", "values": ["amzn2-ami-hvm-*"]}],
)
servers = [
    ec2.Instance(
        f"web-{index}",
        instance_type=size,
        ami=image.id,
        subnet_id=subnet.id,
        vpc_security_group_ids=[group.id],
        root_block_device=ec2.InstanceRootBlockDeviceArgs(volume_size=20, volume_type="gp2"),
    )
    for index, subnet in enumerate(subnets)
]
balancer = alb.LoadBalancer(
    "web",
    security_groups=[group.id],
    subnets=[subnet.id for subnet in subnets],
    access_logs=alb.LoadBalancerAccessLogsArgs(bucket=logs.bucket, enabled=True),
)
target = alb.TargetGroup("web", port=80, protocol="HTTP", vpc_id=vpc.id)
alb.Listener(
    "web",
    load_balancer_arn=balancer.arn,
    port=80,
    default_actions=[alb.ListenerDefaultActionArgs(type="forward", target_group_arn=target.arn)],
)
for index, server in enumerate(servers):
    alb.TargetGroupAttachment(f"web-{index}", target_group_arn=target.arn, target_id=server.id)

role = iam.Role(
    "nightly",
    assume_role_policy="""{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole"
  }]
}""",
)
iam.RolePolicyAttachment("nightly", role=role, policy_arn=iam.ManagedPolicy.AWS_LAMBDA_EXECUTE)
function = lambda_.Function(
    "nightly",
    role=role.arn,
    runtime="python3.8",
    handler="index.handler",
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(e, c): pass")}),
)
rule = cloudwatch.EventRule("nightly", schedule_expression="cron(0 3 * * ? *)", is_enabled=True)
cloudwatch.EventTarget("nightly", rule=rule.name, arn=function.arn)
lambda_.Permission(
    "nightly",
    action="lambda:InvokeFunction",
    principal="events.amazonaws.com",
    function=function,
    source_arn=rule.arn,
)
pulumi.export("dns", balancer.dns_name)
