"""Tags for everything that takes tags, as https://www.pulumi.com/blog/ describes it."""

import inspect
from typing import Any

import pulumi
import pulumi_aws as aws


def takes_tags(resource: pulumi.Resource) -> bool:
    return "tags" in inspect.signature(type(resource)._internal_init).parameters  # noqa: SLF001


def register_auto_tags(tags: dict[str, str]) -> None:
    def transformation(
        args: pulumi.ResourceTransformationArgs,
    ) -> pulumi.ResourceTransformationResult | None:
        if not args.type_.startswith("aws:") or not takes_tags(args.resource):
            return None
        args.props["tags"] = {**(args.props.get("tags") or {}), **tags}
        return pulumi.ResourceTransformationResult(args.props, args.opts)

    pulumi.runtime.register_stack_transformation(transformation)


def never_public(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    props: dict[str, Any] = dict(args.props)
    if args.type_ == "aws:rds/instance:Instance":
        props["publiclyAccessible"] = False
    if args.type_ == "aws:lb/loadBalancer:LoadBalancer":
        props["internal"] = True
    return pulumi.ResourceTransformResult(props, args.opts)


async def renamed(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    if args.type_ != "aws:sqs/queue:Queue":
        return None
    former = pulumi.Alias(name=f"{args.name}-queue")
    opts = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(aliases=[former]))
    return pulumi.ResourceTransformResult({**args.props, "kmsMasterKeyId": "alias/aws/sqs"}, opts)


__all__ = ["aws", "never_public", "register_auto_tags", "renamed"]
