"""Deployment of one region: settings, context and exports of the components created."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pulumi

from infra.aws.alarm import Alarm, Event
from infra.aws.key import Domain
from infra.aws.policy_document import Statement
from infra.context import Context
from infra.settings import Settings

Args = TypeVar("Args")
Component = TypeVar("Component", bound=pulumi.ComponentResource)


@dataclass(slots=True)
class Deployment:
    """Passed to the add_* function of each component in order, which collects its exports."""

    settings: Settings  # as they apply to this region
    context: Context
    zones: Sequence[str]  # Availability Zones
    keys: Mapping[Domain, pulumi.Input[str]]  # KMS key ARNs
    alarms: dict[str, Sequence[Alarm]] = field(default_factory=dict)  # by component
    events: dict[str, Sequence[Event]] = field(default_factory=dict)  # by component
    # Security groups and IAM statements of services that use the data stores.
    client_group_ids: list[pulumi.Input[str]] = field(default_factory=list)
    permissions: list[Statement] = field(default_factory=list)
    # Components that services read at start, such as published endpoints.
    required: list[pulumi.Resource] = field(default_factory=list)
    critical_arns: list[pulumi.Input[str]] = field(default_factory=list)  # to back up
    outputs: dict[str, pulumi.Input[Any]] = field(default_factory=dict)  # of the stack

    @property
    def is_standby(self) -> bool:
        return bool(self.context.component_prefix)

    @property
    def data_only(self) -> bool:
        """True for a pilot light standby region, which has no compute."""
        standby = self.settings.standby
        return self.is_standby and standby is not None and standby.mode == "pilot_light"

    def create(
        self,
        component: Callable[[str, Args, pulumi.ResourceOptions | None], Component],
        name: str,
        args: Args,
    ) -> Component:
        """Create a component and collect its alarms and events."""
        created = component(self.context.component(name), args, self.context.options)
        if alarms := getattr(created, "alarms", None):
            self.alarms[self.context.component(name)] = alarms
        if events := getattr(created, "events", None):
            self.events[self.context.component(name)] = events
        return created

    def allow_clients(
        self,
        permissions: Sequence[Statement],
        group_id: pulumi.Input[str] | None = None,
        store: pulumi.Resource | None = None,
    ) -> None:
        """Give services created later these permissions and this client security group.

        They start after `store`, whose endpoint they read when they start.
        """
        self.permissions.extend(permissions)
        if store is not None:
            self.required.append(store)
        if group_id is not None:
            self.client_group_ids.append(group_id)
