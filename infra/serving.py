"""Serving: a fleet of instances in all zones, mostly spot, behind the load balancer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import arczonalshift, autoscaling, cloudwatch, lb

from infra.alarms import Alarm
from infra.candidate import RollbackArgs, candidate_settings, plan_shares, weigh_back
from infra.fleet import FleetArgs, fleet
from infra.instance import InstanceArgs, launch_template
from infra.logs import LogKeeping, log_group
from infra.policy import Statement
from infra.rollback import rollback_alarm
from infra.scope import Scope
from infra.security_groups import Connection, connect, outward_group
from infra.serving_alarms import (
    candidate_alarms,
    release_alarms,
    serving_alarms,
    serving_events,
)
from infra.settings import ServingSettings
from infra.targets import TargetArgs, target_group


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where requests come from."""

    listener_arn: pulumi.Input[str]
    arn_suffix: pulumi.Output[str]  # of the load balancer, as CloudWatch knows it
    security_group_id: pulumi.Input[str]
    # ARN of the load balancer, where AWS may lead it past a zone by itself.
    shifted_arn: pulumi.Input[str] | None = None


@dataclass(frozen=True, slots=True)
class ServingArgs:
    scope: Scope
    settings: ServingSettings
    vpc_id: pulumi.Input[str]
    zones: Sequence[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    entrance: Entrance
    client_groups: Sequence[pulumi.Input[str]]  # security groups that let into the stores
    permissions: Sequence[Statement]  # what the instances may do with the stores
    after: Sequence[pulumi.Resource]  # what an instance needs to find when it starts
    logs: LogKeeping
    tags: Mapping[str, str]
    default_tags: Mapping[str, str]  # the provider's, which reach no instance by themselves


class Serving(pulumi.ComponentResource):
    """An Auto Scaling group that holds a minimum in the zones that are left when one is lost."""

    def __init__(
        self, name: str, args: ServingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Serving", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)
        self.every_tag = {**args.default_tags, **args.tags}

        log_group(name, args.scope.path("serving"), args.logs, args.tags, self.child)
        self.security_group_id = self._security_group()
        self.target_group = self._targets(name)
        candidate = self._targets(f"{name}-candidate") if args.settings.candidate else None
        rule = self._rule(candidate)
        guards = self._guards(name, self.target_group)
        self.group = self._fleet(name, args.settings, self.target_group, guards, rule)
        self._shift_by_itself(guards)
        suffixes = (args.entrance.arn_suffix, self.target_group.arn_suffix)
        self.alarms = [
            *serving_alarms(args.settings, args.zones, self.group.name, *suffixes),
            *(self._candidate(candidate, rule) if candidate else ()),
        ]
        self.events = serving_events(args.settings)
        self.register_outputs({"group_name": self.group.name})

    def _targets(self, name: str) -> lb.TargetGroup:
        targets = TargetArgs(self.args.vpc_id, "instance", self.args.settings, self.args.tags)
        return target_group(name, targets, self.child)

    def _instance(self, settings: ServingSettings) -> InstanceArgs:
        return InstanceArgs(
            scope=self.args.scope,
            settings=settings,
            security_groups=[self.security_group_id, *self.args.client_groups],
            permissions=self.args.permissions,
            tags=self.args.tags,
            every_tag=self.every_tag,
        )

    def _security_group(self) -> pulumi.Output[str]:
        """Open the container's port to the load balancer, and HTTPS to where the way leads out."""
        group = outward_group(
            self.name,
            self.args.vpc_id,
            "Serving instances: requests from the load balancer",
            self.args.tags,
            self.child,
        )
        requests = Connection(
            client=self.args.entrance.security_group_id,
            server=group,
            port=self.args.settings.port,
            meaning="Requests from the load balancer to the serving instances",
        )
        connect(f"{self.name}-requests", requests, self.args.tags, self.child)
        return group

    def _rule(self, candidate: lb.TargetGroup | None) -> lb.ListenerRule:
        action: lb.ListenerRuleActionArgsDict = {
            "type": "forward",
            "target_group_arn": self.target_group.arn,
        }
        if candidate and self.args.settings.candidate:
            shares = plan_shares(self.target_group.arn, candidate.arn, self.args.settings.candidate)
            action = {"type": "forward", "forward": shares}
        return lb.ListenerRule(
            self.name,
            listener_arn=self.args.entrance.listener_arn,
            priority=100,
            conditions=[{"path_pattern": {"values": ["/*"]}}],
            actions=[action],
            tags=self.args.tags,
            opts=self.child,
        )

    def _guards(self, name: str, targets: lb.TargetGroup) -> list[cloudwatch.MetricAlarm]:
        suffixes = (self.args.entrance.arn_suffix, targets.arn_suffix)
        return [
            rollback_alarm(name, each, self.args.scope, self.args.tags, self.child)
            for each in release_alarms(self.args.settings.latency_ms, *suffixes)
        ]

    def _fleet(
        self,
        name: str,
        settings: ServingSettings,
        targets: lb.TargetGroup,
        guards: Sequence[cloudwatch.MetricAlarm],
        rule: lb.ListenerRule,
    ) -> autoscaling.Group:
        args = FleetArgs(
            settings=settings,
            subnet_ids=self.args.subnet_ids,
            template=launch_template(name, self._instance(settings), self.child),
            targets=targets,
            load_balancer=self.args.entrance.arn_suffix,
            guards=[each.name for each in guards],
            after=[rule, *self.args.after],
            every_tag=self.every_tag,
        )
        return fleet(name, args, self.child)

    def _candidate(self, targets: lb.TargetGroup, rule: lb.ListenerRule) -> list[Alarm]:
        """Run the candidate beside the fleet, and take its share away when it errs."""
        name, settings = f"{self.name}-candidate", self.args.settings
        if settings.candidate is None:
            return []
        guards = self._guards(name, targets)
        own = candidate_settings(settings, settings.candidate)
        self._fleet(name, own, targets, guards, rule)
        rollback = RollbackArgs(
            scope=self.args.scope,
            rule_arn=rule.arn,
            fleet_arn=self.target_group.arn,
            candidate_arn=targets.arn,
            alarms=guards,
            tags=self.args.tags,
        )
        weigh_back(f"{name}-rollback", rollback, self.child)
        return candidate_alarms(own, self.args.entrance.arn_suffix, targets.arn_suffix)

    def _shift_by_itself(self, guards: Sequence[cloudwatch.MetricAlarm]) -> None:
        """Let AWS leave a zone in trouble, and try every week whether the others carry all."""
        arn = self.args.entrance.shifted_arn
        if arn is None:
            return
        arczonalshift.ZonalAutoshiftConfiguration(
            self.name,
            resource_arn=arn,
            zonal_autoshift_status="ENABLED",
            outcome_alarms=[
                {"type": "CLOUDWATCH", "alarm_identifier": each.arn} for each in guards
            ],
            opts=self.child,
        )
