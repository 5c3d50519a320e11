"""Transforms of resources, of the stack and of lookups."""

from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

owner = pulumi.Config().require("owner")
TAGGED = {"aws:s3/bucket:Bucket", "aws:ec2/instance:Instance", "aws:ebs/volume:Volume"}


def tagged(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    if args.type_ not in TAGGED:
        return None
    tags = {**(args.props.get("tags") or {}), "owner": owner, "stack": pulumi.get_stack()}
    return pulumi.ResourceTransformResult({**args.props, "tags": tags}, args.opts)


def legacy(
    args: pulumi.ResourceTransformationArgs,
) -> pulumi.ResourceTransformationResult | None:
    if args.type_ != "aws:ebs/volume:Volume":
        return None
    return pulumi.ResourceTransformationResult({**args.props, "encrypted": True}, args.opts)


def newest(args: pulumi.InvokeTransformArgs) -> pulumi.InvokeTransformResult | None:
    if not args.token.endswith("getAmi"):
        return None
    return pulumi.InvokeTransformResult({**args.args, "mostRecent": True}, args.opts)


pulumi.runtime.register_resource_transform(tagged)
pulumi.runtime.register_stack_transformation(legacy)
pulumi.runtime.register_invoke_transform(newest)


def smaller(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    if args.type_ != "aws:ec2/instance:Instance":
        return None
    return pulumi.ResourceTransformResult({**args.props, "instanceType": "t4g.small"}, args.opts)


class Workers(pulumi.ComponentResource):
    def __init__(self, name: str, count: int, opts: ResourceOptions | None = None) -> None:
        super().__init__("acme:index:Workers", name, {}, opts)
        image = aws.ec2.get_ami_output(
            owners=["amazon"], filters=[{"name": "architecture", "values": ["arm64"]}]
        )
        for index in range(count):
            child = ResourceOptions(parent=self)
            inputs: dict[str, Any] = {"ami": image.id, "instance_type": "m7g.2xlarge"}
            instance = aws.ec2.Instance(f"{name}-{index}", **inputs, opts=child)
            volume = aws.ebs.Volume(
                f"{name}-{index}",
                size=200,
                type="gp3",
                availability_zone=instance.availability_zone,
                opts=child,
            )
            aws.ec2.VolumeAttachment(
                f"{name}-{index}",
                device_name="/dev/sdf",
                instance_id=instance.id,
                volume_id=volume.id,
                opts=child,
            )
        self.register_outputs({})


Workers("workers", 3, opts=ResourceOptions(transforms=[smaller]))
aws.s3.Bucket("results", tags={"kept": "for ever"})
