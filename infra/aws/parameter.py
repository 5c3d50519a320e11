"""SSM parameters through which components publish endpoints to instances."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import ssm

from infra.context import STANDBY, Context


def publish(
    name: str,
    context: Context,
    values: Mapping[str, pulumi.Input[str]],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Create the parameters /PROJECT/ENVIRONMENT/NAME/KEY. Values must not be secrets.

    Both regions use the same parameter names.
    """
    store = name.removeprefix(STANDBY)
    for key, value in values.items():
        ssm.Parameter(
            f"{name}-{key}",
            name=context.path(store, key),
            type="String",
            insecure_value=value,
            tags=tags,
            opts=opts,
        )
