"""What components tell each other's instances: parameters under the stack's own path."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import ssm

from infra.scope import STANDBY, Scope


def publish(
    name: str,
    scope: Scope,
    values: Mapping[str, pulumi.Input[str]],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> None:
    """Make `values` known as /PROJECT/ENVIRONMENT/NAME/KEY. None of them is a secret.

    Each region has its own, under the same names: what starts there asks for no other's.
    """
    store = name.removeprefix(STANDBY)
    for key, value in values.items():
        ssm.Parameter(
            f"{name}-{key}",
            name=scope.path(store, key),
            type="String",
            insecure_value=value,
            tags=tags,
            opts=child,
        )
