"""Alarms and probes in several regions by the `region` argument."""

import pulumi
import pulumi_aws as aws

for region in pulumi.Config().require_object("regions"):
    topic = aws.sns.Topic(f"alarms-{region}", region=region)
    aws.sns.TopicSubscription(
        f"alarms-{region}",
        topic=topic.arn,
        protocol="email",
        endpoint="on-call@example.com",
        region=region,
    )
    aws.cloudwatch.MetricAlarm(
        f"load-{region}",
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=3,
        metric_name="CPUUtilization",
        namespace="AWS/EC2",
        period=300,
        statistic="Average",
        threshold=80,
        alarm_actions=[topic.arn],
        region=region,
    )
    aws.ec2.Instance(
        f"probe-{region}",
        ami=aws.ssm.get_parameter(
            name="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
            region=region,
        ).value,
        instance_type="t4g.nano",
        region=region,
    )
