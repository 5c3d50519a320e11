"""EC2 fleet that serves models in all zones behind the load balancer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import arczonalshift, autoscaling, cloudwatch, lb

from infra.aws.alarm import Alarm, rollback_alarm
from infra.aws.listener import Listener
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement
from infra.aws.security_group import Connection, connect, egress_group
from infra.aws.subnets import Subnets
from infra.aws.target_group import TargetArgs, target_group
from infra.context import Context
from infra.deployment import Deployment
from infra.serving.alarms import candidate_alarms, rollback_alarms, serving_alarms, serving_events
from infra.serving.auto_scaling_group import FleetArgs, auto_scaling_group
from infra.serving.candidate import RollbackArgs, add_rollback, candidate_settings, weighted_forward
from infra.serving.launch_template import InstanceArgs, serving_launch_template
from infra.serving.settings import ServingSettings


@dataclass(frozen=True, slots=True)
class ServingArgs:
    context: Context
    settings: ServingSettings
    subnets: Subnets  # private
    listener: Listener
    client_group_ids: Sequence[pulumi.Input[str]] = ()  # security groups of store clients
    permissions: Sequence[Statement] = ()  # additional IAM statements, such as of data stores
    depends_on: Sequence[pulumi.Resource] = ()  # required when an instance starts


class Serving(pulumi.ComponentResource):
    """Auto Scaling group with On-Demand base and Spot, sized to survive the loss of a zone."""

    def __init__(
        self, name: str, args: ServingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Serving", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("serving", "serving")
        self.child = pulumi.ResourceOptions(parent=self)
        self.instance_tags = args.context.instance_tags(self.tags)

        log_group(name, args.context.path("serving"), args.context, self.tags, self.child)
        self.security_group_id = self._security_group()
        self.target_group = self._target_group(name)
        candidate = self._target_group(f"{name}-next") if args.settings.candidate else None
        rule = self._rule(candidate)
        rollbacks = self._rollback_alarms(name, self.target_group)
        self.group = self._fleet(name, args.settings, self.target_group, rollbacks, rule)
        self._zonal_autoshift(rollbacks)
        suffixes = (args.listener.load_balancer_suffix, self.target_group.arn_suffix)
        self.alarms = [
            *serving_alarms(args.settings, args.subnets.zones, self.group.name, *suffixes),
            *(self._candidate(candidate, rule) if candidate else ()),
        ]
        self.events = serving_events(args.settings)
        self.register_outputs(
            {
                "group_name": self.group.name,
                "security_group_id": self.security_group_id,
                "target_group_arn": self.target_group.arn,
            }
        )

    def _target_group(self, name: str) -> lb.TargetGroup:
        targets = TargetArgs(self.args.subnets.vpc_id, "instance", self.args.settings, self.tags)
        return target_group(name, targets, self.child)

    def _instance(self, settings: ServingSettings) -> InstanceArgs:
        return InstanceArgs(
            context=self.args.context,
            settings=settings,
            security_groups=[self.security_group_id, *self.args.client_group_ids],
            permissions=self.args.permissions,
            tags=self.tags,
            instance_tags=self.instance_tags,
        )

    def _security_group(self) -> pulumi.Output[str]:
        """Create the group with ingress from the load balancer and HTTPS egress."""
        group = egress_group(
            self.name,
            self.args.subnets.vpc_id,
            "Serving instances: requests from the load balancer",
            self.tags,
            self.child,
        )
        requests = Connection(
            client=self.args.listener.security_group_id,
            server=group,
            port=self.args.settings.port,
            description="Requests from the load balancer to the serving instances",
        )
        connect(f"{self.name}-requests", requests, self.tags, self.child)
        return group

    def _rule(self, candidate: lb.TargetGroup | None) -> lb.ListenerRule:
        action: lb.ListenerRuleActionArgsDict = {
            "type": "forward",
            "target_group_arn": self.target_group.arn,
        }
        if candidate and self.args.settings.candidate:
            forward = weighted_forward(
                self.target_group.arn, candidate.arn, self.args.settings.candidate
            )
            action = {"type": "forward", "forward": forward}
        return lb.ListenerRule(
            self.name,
            listener_arn=self.args.listener.arn,
            priority=100,
            conditions=[{"path_pattern": {"values": ["/*"]}}],
            actions=[action],
            tags=self.tags,
            opts=self.child,
        )

    def _rollback_alarms(self, name: str, targets: lb.TargetGroup) -> list[cloudwatch.MetricAlarm]:
        suffixes = (self.args.listener.load_balancer_suffix, targets.arn_suffix)
        return [
            rollback_alarm(name, each, self.args.context, self.tags, self.child)
            for each in rollback_alarms(self.args.settings.latency_ms, *suffixes)
        ]

    def _fleet(
        self,
        name: str,
        settings: ServingSettings,
        targets: lb.TargetGroup,
        rollbacks: Sequence[cloudwatch.MetricAlarm],
        rule: lb.ListenerRule,
    ) -> autoscaling.Group:
        args = FleetArgs(
            settings=settings,
            subnet_ids=self.args.subnets.ids,
            template=serving_launch_template(name, self._instance(settings), self.child),
            target_group=targets,
            load_balancer_suffix=self.args.listener.load_balancer_suffix,
            rollback_alarms=[each.name for each in rollbacks],
            depends_on=[rule, *self.args.depends_on],
            instance_tags=self.instance_tags,
        )
        return auto_scaling_group(name, args, self.child)

    def _candidate(self, targets: lb.TargetGroup, rule: lb.ListenerRule) -> list[Alarm]:
        """Create the candidate fleet and the rollback of its weight."""
        name, settings = f"{self.name}-candidate", self.args.settings
        if settings.candidate is None:
            return []
        alarms = self._rollback_alarms(name, targets)
        own = candidate_settings(settings, settings.candidate)
        self._fleet(name, own, targets, alarms, rule)
        rollback = RollbackArgs(
            context=self.args.context,
            rule_arn=rule.arn,
            fleet_arn=self.target_group.arn,
            candidate_arn=targets.arn,
            alarms=alarms,
            tags=self.tags,
        )
        add_rollback(f"{name}-rollback", rollback, self.child)
        return candidate_alarms(own, self.args.listener.load_balancer_suffix, targets.arn_suffix)

    def _zonal_autoshift(self, alarms: Sequence[cloudwatch.MetricAlarm]) -> None:
        """Enable zonal autoshift, with the alarms as outcome alarms of the weekly practice run."""
        arn = self.args.listener.autoshift_arn
        if arn is None:
            return
        arczonalshift.ZonalAutoshiftConfiguration(
            self.name,
            resource_arn=arn,
            zonal_autoshift_status="ENABLED",
            outcome_alarms=[
                {"type": "CLOUDWATCH", "alarm_identifier": each.arn} for each in alarms
            ],
            opts=self.child,
        )


def add_serving(
    d: Deployment, subnets: Subnets, listener: Listener, depends_on: Sequence[pulumi.Resource]
) -> Serving | None:
    """Availability: On-Demand base in all zones; Spot above it with capacity rebalancing."""
    if d.settings.serving is None:
        return None
    args = ServingArgs(
        context=d.context,
        settings=d.settings.serving,
        subnets=subnets,
        listener=listener,
        client_group_ids=d.client_group_ids,
        permissions=d.permissions,
        depends_on=[*depends_on, *d.required],
    )
    return d.create(Serving, "serving", args)
