"""Systems Manager patch baseline and maintenance window for EC2 instances.

Instances get a new AMI with each deployment; patching covers the time in between.
"""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ssm

from infra.context import Context
from infra.deployment import Deployment
from infra.operations.settings import PatchingSettings

GROUP_TAG = "PatchGroup"  # see Context.instance_tags
OPERATING_SYSTEM = "AMAZON_LINUX_2023"
WINDOW_HOURS, CUTOFF_HOURS = 3, 1  # duration, and time before its end without new tasks


@dataclass(frozen=True, slots=True)
class PatchingArgs:
    context: Context
    settings: PatchingSettings


class Patching(pulumi.ComponentResource):
    """Patch baseline, and a maintenance window that patches one instance at a time."""

    def __init__(
        self, name: str, args: PatchingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Patching", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("patching", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        self._baseline()
        window = ssm.MaintenanceWindow(
            name,
            description=f"Security patches ({args.context.prefix})",
            schedule=args.settings.schedule,
            schedule_timezone="Etc/UTC",
            duration=WINDOW_HOURS,
            cutoff=CUTOFF_HOURS,
            tags=self.tags,
            opts=self.child,
        )
        target = ssm.MaintenanceWindowTarget(
            name,
            window_id=window.id,
            resource_type="INSTANCE",
            targets=[{"key": f"tag:{GROUP_TAG}", "values": [args.context.patch_group]}],
            opts=self.child,
        )
        # Without reboot: the load balancer would replace a rebooting instance as unhealthy.
        self._task("Install", window.id, target.id)
        self.register_outputs({})

    def _baseline(self) -> None:
        settings = self.args.settings
        baseline = ssm.PatchBaseline(
            self.name,
            description=f"Patch baseline of {self.args.context.prefix}",
            operating_system=OPERATING_SYSTEM,
            approval_rules=[
                {
                    "approve_after_days": settings.approve_after_days,
                    "compliance_level": "HIGH",
                    "patch_filters": [
                        {"key": "CLASSIFICATION", "values": ["Security"]},
                        {"key": "SEVERITY", "values": list(settings.severities)},
                    ],
                }
            ],
            tags=self.tags,
            opts=self.child,
        )
        ssm.PatchGroup(
            self.name,
            baseline_id=baseline.id,
            patch_group=self.args.context.patch_group,
            opts=self.child,
        )

    def _task(self, operation: str, window: pulumi.Input[str], target: pulumi.Input[str]) -> None:
        parameters = {"Operation": [operation], "RebootOption": ["NoReboot"]}
        ssm.MaintenanceWindowTask(
            self.name,
            window_id=window,
            task_type="RUN_COMMAND",
            task_arn="AWS-RunPatchBaseline",
            max_concurrency="1",
            max_errors="1",
            targets=[{"key": "WindowTargetIds", "values": [target]}],
            task_invocation_parameters={
                "run_command_parameters": {
                    "timeout_seconds": 600,
                    "parameters": [
                        {"name": key, "values": values} for key, values in parameters.items()
                    ],
                }
            },
            opts=self.child,
        )


def add_patching(d: Deployment) -> None:
    """Availability: one instance at a time, without reboot."""
    d.create(Patching, "patching", PatchingArgs(d.context, d.settings.patching))
