"""Task definitions of ECS: the size and platform of a task."""

from decimal import Decimal

from costing.errors import InputError
from costing.resources._shared.fargate_tasks import Platform, memory_gb, vcpus
from costing.resources._shared.priced_resource import (
    Block,
    Links,
)

DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"


TASK_SET = "aws:ecs/taskSet:TaskSet"


NEEDED = "the task definition does not set what Fargate needs:"


class EphemeralStorage(Block):
    size_in_gib: Decimal = Decimal(20)


class RuntimePlatform(Block):
    operating_system_family: str = "LINUX"
    cpu_architecture: str = "X86_64"

    @property
    def platform(self) -> Platform:
        if self.operating_system_family.startswith("WINDOWS"):
            return "windows"
        return "arm64" if self.cpu_architecture == "ARM64" else "x86_64"


class TaskDefinition(Block):
    cpu: str | None = None
    memory: str | None = None
    ephemeral_storage: EphemeralStorage = EphemeralStorage()
    runtime_platform: RuntimePlatform = RuntimePlatform()

    @property
    def vcpus(self) -> Decimal:
        if self.cpu is None:
            raise InputError(f"{NEEDED} cpu", fix="set cpu in the task definition")
        return vcpus(self.cpu)

    @property
    def memory_gb(self) -> Decimal:
        if self.memory is None:
            raise InputError(f"{NEEDED} memory", fix="set memory in the task definition")
        return memory_gb(self.memory)

    @property
    def platform(self) -> Platform:
        return self.runtime_platform.platform

    @property
    def storage_gb(self) -> Decimal:
        return self.ephemeral_storage.size_in_gib


def definition_of(links: Links) -> TaskDefinition:
    """Return the task definition of a service, or of the task set that stands in for it."""
    found = links.follow("taskDefinition", DEFINITION)
    for task_set in links.referrers(TASK_SET, "service"):
        found = found or links.of(task_set).follow("taskDefinition", DEFINITION)
    if found is None:
        raise InputError(
            "the task definition is not in this stack, so the size of a task is unknown",
            "taskDefinition",
        )
    return links.read(TaskDefinition, found)
