"""Patching: machines that live long take security patches every week, and say what they lack.

A fleet takes a new image by being replaced (infra/serving.py), databases and caches their minor
versions in their own windows. What is patched here lives between two images.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ssm

from infra.scope import Scope
from infra.settings import PatchingSettings

GROUP_TAG = "PatchGroup"
SYSTEM = "AMAZON_LINUX_2023"
HOURS, LAST_START = 3, 1  # of the window, and how long before its end nothing is begun


def patch_group(scope: Scope) -> str:
    """Return what the tag of machines says that are to be patched so."""
    return scope.prefix


@dataclass(frozen=True, slots=True)
class PatchingArgs:
    scope: Scope
    settings: PatchingSettings
    tags: Mapping[str, str]


class Patching(pulumi.ComponentResource):
    """A baseline of what is taken, and a window in which one machine after the other takes it."""

    def __init__(
        self, name: str, args: PatchingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Patching", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self._baseline()
        window = ssm.MaintenanceWindow(
            name,
            description=f"Security patches ({args.scope.prefix})",
            schedule=args.settings.schedule,
            schedule_timezone="Etc/UTC",
            duration=HOURS,
            cutoff=LAST_START,
            tags=args.tags,
            opts=self.child,
        )
        target = ssm.MaintenanceWindowTarget(
            name,
            window_id=window.id,
            resource_type="INSTANCE",
            targets=[{"key": f"tag:{GROUP_TAG}", "values": [patch_group(args.scope)]}],
            opts=self.child,
        )
        # Without a restart: the load balancer would take a machine that restarts for a dead one.
        self._task("Install", window.id, target.id)
        self.register_outputs({})

    def _baseline(self) -> None:
        settings = self.args.settings
        baseline = ssm.PatchBaseline(
            self.name,
            description=f"What machines of {self.args.scope.prefix} take",
            operating_system=SYSTEM,
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
            tags=self.args.tags,
            opts=self.child,
        )
        ssm.PatchGroup(
            self.name,
            baseline_id=baseline.id,
            patch_group=patch_group(self.args.scope),
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
