"""Program in a subfolder; Pulumi.yaml has the defaults of all settings."""

import pulumi
import pulumi_aws as aws
from naming import name

config = pulumi.Config()
for queue in config.require_object("queues"):
    dead = aws.sqs.Queue(f"{queue}-dead", name=name(f"{queue}-dead"))
    aws.sqs.Queue(
        queue,
        name=name(queue),
        redrive_policy=pulumi.Output.json_dumps(
            {"deadLetterTargetArn": dead.arn, "maxReceiveCount": 4}
        ),
    )
    aws.cloudwatch.LogGroup(
        queue, name=name(f"{queue}-logs"), retention_in_days=config.require_int("retention")
    )
