import json
from typing import TypedDict

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions


class Scaling(TypedDict, total=False):
    min: int
    max: int


class WorkerArgsDict(TypedDict):
    subnet_ids: Input[list[str]]
    instance_type: str
    scaling: Scaling
    environment: dict[str, Input[str]]


class Worker(pulumi.ComponentResource):
    """Instances that take jobs from a queue."""

    def __init__(
        self, name: str, args: WorkerArgsDict, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("acme:compute:Worker", name, dict(args), opts)
        child = ResourceOptions(parent=self)
        self.queue = aws.sqs.Queue(name, visibility_timeout_seconds=900, opts=child)
        environment = pulumi.Output.all(**args["environment"], QUEUE_URL=self.queue.url)
        parameter = aws.ssm.Parameter(
            name, type="String", value=environment.apply(json.dumps), opts=child
        )
        image = aws.ec2.get_ami(
            owners=["self"],
            filters=[{"name": "tag:role", "values": ["worker"]}],
            most_recent=True,
            opts=pulumi.InvokeOptions(parent=self),
        )
        template = aws.ec2.LaunchTemplate(
            name,
            image_id=image.id,
            instance_type=args["instance_type"],
            tag_specifications=[
                {"resource_type": "instance", "tags": {"settings": parameter.name}}
            ],
            opts=child,
        )
        scaling = args["scaling"]
        self.group = aws.autoscaling.Group(
            name,
            min_size=scaling.get("min", 1),
            max_size=scaling.get("max", 4),
            vpc_zone_identifiers=args["subnet_ids"],
            launch_template={"id": template.id, "version": "$Latest"},
            opts=child,
        )
        self.register_outputs({"queueUrl": self.queue.url})
