"""Rules for Amazon ECS: tasks."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, is_set, not_, one_of, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.buckets import is_specified
from policies.engine.selectors.containers import containers
from policies.engine.selectors.lists import elements
from policies.rules._shared.input_rules import input_rule, must_not_be


@resource_rule(
    types=("aws:ecs/taskDefinition:TaskDefinition",),
    concern="operations",
    severity="medium",
    title="ECS container has no log configuration",
    risk="The output of the container is lost when it stops.",
    fix='"logConfiguration": {"logDriver": "awslogs", "options": {...}}',
    same_intent_as=("ecs_task_definitions_logging_enabled",),
    aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
)
def ecs_container_log_configuration(resource: Resource) -> Iterator[Finding]:
    for container in containers(resource, "containerDefinitions"):
        path = f"{container.path}.logConfiguration"
        driver = is_specified(at(container.get("logConfiguration"), "logDriver"))
        yield from found(not_(driver), resource, path, "a log driver")


@resource_rule(
    types=("aws:ecs/taskDefinition:TaskDefinition",),
    concern="security",
    severity="low",
    title="ECS container runs as root",
    risk="A fault in the program or the runtime gives control of the host or of mounted files.",
    fix='"user": "1000"',
    aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    regulated=True,
)
def ecs_container_non_root_user(resource: Resource) -> Iterator[Finding]:
    for container in containers(resource, "containerDefinitions"):
        user = container.get("user")
        path = f"{container.path}.user"
        root = any_of(
            [
                user is None,
                one_of(user, ("root", "0", "0:0", "root:root", "ContainerAdministrator")),
            ]
        )
        yield from found(root, resource, path, "a user without root permissions")


@resource_rule(
    types=("aws:ecs/taskDefinition:TaskDefinition",),
    concern="security",
    severity="high",
    title="ECS container has Linux capabilities that control its host",
    risk="A fault in the program gives control of the host.",
    fix='remove "add" from linuxParameters.capabilities',
    aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
)
def ecs_container_no_added_capabilities(resource: Resource) -> Iterator[Finding]:
    for container in containers(resource, "containerDefinitions"):
        linux, path = container.get("linuxParameters"), f"{container.path}.linuxParameters"
        for where, capability in elements(linux, "capabilities.add", path):
            broken = one_of(
                capability, ("ALL", "SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "SYS_MODULE")
            )
            yield from found(broken, resource, where, "no added capabilities")


@resource_rule(
    types=("aws:ecs/capacityProvider:CapacityProvider",),
    concern="availability",
    severity="low",
    title="ECS capacity provider lets instances with tasks be terminated",
    risk="Scaling in stops running tasks.",
    fix='auto_scaling_group_provider={"managed_termination_protection": "ENABLED", ...}',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
    production=True,
)
def ecs_capacity_provider_termination_protection(resource: Resource) -> Iterator[Finding]:
    path = "autoScalingGroupProvider.managedTerminationProtection"
    group = is_set(resource, "autoScalingGroupProvider")
    scaled = equal(read(resource, "autoScalingGroupProvider.managedScaling.status"), "ENABLED")
    kept = equal(read(resource, path, "DISABLED"), "ENABLED")
    yield from found(all_of([group, scaled, not_(kept)]), resource, path, "ENABLED")


RULES: tuple[Rule, ...] = (
    ecs_container_log_configuration,
    ecs_container_non_root_user,
    ecs_container_no_added_capabilities,
    input_rule(
        "ecs-task-no-host-ipc-mode",
        must_not_be("ipcMode", "host", expected="task or none"),
        types=("aws:ecs/taskDefinition:TaskDefinition",),
        concern="security",
        severity="medium",
        title="ECS task shares the memory of its host",
        risk="The task can read and change the shared memory of other programs.",
        fix='ipc_mode="task"',
        aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
    ),
    input_rule(
        "ecs-task-set-no-public-ip",
        must_not_be("networkConfiguration.assignPublicIp", True, expected=False),
        types=("aws:ecs/taskSet:TaskSet",),
        concern="security",
        severity="high",
        title="ECS task set assigns public IP addresses",
        risk="The tasks can be reached from the internet.",
        fix='network_configuration={"assign_public_ip": False, ...}',
        same_intent_as=("ecs_task_set_no_assign_public_ip",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
    ),
    ecs_capacity_provider_termination_protection,
)
