"""A resource of our own making."""

from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider


class Registry(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        return CreateResult(f"service-{props['name']}", {**props, "port": 8080})


class Registration(Resource):
    name: pulumi.Output[str]
    port: pulumi.Output[int]

    def __init__(
        self,
        name: str,
        service: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(Registry(), name, {"name": service, "port": None}, opts)
