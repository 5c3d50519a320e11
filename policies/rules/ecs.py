"""Rules for ecs."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    blocks,
    equal,
    found,
    given,
    is_open,
    items,
    not_,
    one_of,
    read,
    refuse,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.containers import containers
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.references import is_same_value
from policies.engine.selectors.tokens import ECS_CLUSTER, SERVICE, TASK_DEFINITION

GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide"
TASK_PAGE = f"{GUIDE}/task_definition_parameters.html"
EXEC = "configuration.executeCommandConfiguration"


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="security",
    severity="medium",
    fix='configuration={"execute_command_configuration": {"logging": "OVERRIDE", ...}}',
    same_intent_as=("CKV_AWS_223",),
    url=f"{GUIDE}/ecs-exec.html",
)
def ecs_exec_logging(cluster: Resource) -> Iterator[Finding]:
    """What somebody types in a running container is recorded."""
    yield from refuse(cluster, f"{EXEC}.logging", "NONE", wanted="DEFAULT or OVERRIDE")


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="security",
    severity="low",
    fix="kms_key_id of a key of ours, and log_configuration with its encryption on",
    same_intent_as=("CKV_AWS_224",),
    url=f"{GUIDE}/ecs-exec.html",
)
def ecs_exec_logs_customer_managed_key(cluster: Resource) -> Iterator[Finding]:
    """The record of commands is encrypted with a key of ours, where a cluster keeps one."""
    logs = f"{EXEC}.logConfiguration"
    encrypted = any_of(
        equal(read(cluster, f"{logs}.{flag}"), option=True)
        for flag in ("cloudWatchEncryptionEnabled", "s3BucketEncryptionEnabled")
    )
    own = all_of([own_key(cluster, f"{EXEC}.kmsKeyId"), encrypted])
    kept = all_of([given(cluster, EXEC), not_(equal(read(cluster, f"{EXEC}.logging"), "NONE"))])
    yield from found(all_of([kept, not_(own)]), cluster, EXEC, A_KEY_OF_OURS)


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="high",
    fix='efs_volume_configuration={..., "transit_encryption": "ENABLED"}',
    same_intent_as=("CKV_AWS_97",),
    url=f"{GUIDE}/efs-best-practices.html",
)
def ecs_task_efs_transit_encryption(task: Resource) -> Iterator[Finding]:
    """What a task reads from a file system is encrypted on the way."""
    for path, volume in items(task, "volumes"):
        mounted = at(volume, "efsVolumeConfiguration")
        if mounted is not None:
            key = "efsVolumeConfiguration.transitEncryption"
            broken = not_(equal(at(volume, key), "ENABLED"))
            yield from found(broken, task, f"{path}.{key}", "ENABLED")


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="medium",
    fix="a role for what the task does, another for pulling its image and writing its logs",
    same_intent_as=("CKV_AWS_249",),
    url=f"{GUIDE}/security-iam-roles.html",
)
def ecs_task_role_separate_from_execution_role(task: Resource) -> Iterator[Finding]:
    """What runs in a task may not do all that starting it needs: reading every secret."""
    path = "taskRoleArn"
    broken = is_same_value(task, path, task, "executionRoleArn")
    because = f"{path} is the execution role, too"
    yield from found(broken, task, path, "a role of its own", because=because)


@resource_rule(
    types=(SERVICE,),
    concern="security",
    severity="medium",
    fix='platform_version="LATEST"',
    same_intent_as=("CKV_AWS_332",),
    url=f"{GUIDE}/platform-fargate.html",
)
def ecs_fargate_latest_platform_version(service: Resource) -> Iterator[Finding]:
    """Tasks on Fargate start on the latest platform, with what has been mended since."""
    path = "platformVersion"
    version = read(service, path, "LATEST")
    elsewhere = one_of(read(service, "launchType"), ("EC2", "EXTERNAL"))
    broken = all_of([not_(equal(version, "LATEST")), not_(elsewhere)])
    yield from found(broken, service, path, "LATEST")


@resource_rule(
    types=(SERVICE,),
    concern="security",
    severity="high",
    fix='network_configuration={..., "assign_public_ip": False}',
    same_intent_as=("CKV_AWS_333",),
    url=f"{GUIDE}/fargate-task-networking.html",
)
def ecs_service_no_public_ip(service: Resource) -> Iterator[Finding]:
    """Tasks have no public address: what they serve, a load balancer serves for them."""
    yield from refuse(service, "networkConfiguration.assignPublicIp", True, wanted=False)


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="high",
    fix='"privileged": False, and linuxParameters.capabilities for what is needed',
    same_intent_as=("CKV_AWS_334",),
    url=TASK_PAGE,
)
def ecs_container_not_privileged(task: Resource) -> Iterator[Finding]:
    """No container is root on its host."""
    for container in containers(task, "containerDefinitions"):
        path = f"{container.path}.privileged"
        value = container.get("privileged")
        broken = equal(value, option=True)
        yield from found(broken, task, path, wanted=False, actual=value)


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="high",
    fix='no pid_mode, or pid_mode="task"',
    same_intent_as=("CKV_AWS_335",),
    url=TASK_PAGE,
)
def ecs_task_no_host_pid_mode(task: Resource) -> Iterator[Finding]:
    """A task sees its own processes, not those of its host and of all else that runs there."""
    yield from refuse(task, "pidMode", "host", wanted="task, or none")


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="medium",
    fix='"readonlyRootFilesystem": True, and a volume for what is written',
    same_intent_as=("CKV_AWS_336",),
    url=TASK_PAGE,
)
def ecs_container_read_only_root_filesystem(task: Resource) -> Iterator[Finding]:
    """A container cannot change what it runs: who breaks in leaves nothing behind."""
    family = read(task, "runtimePlatform.operatingSystemFamily", "LINUX")
    windows = UNKNOWN if is_open(family) else str(family).upper().startswith("WINDOWS")
    for container in containers(task, "containerDefinitions"):
        path = f"{container.path}.readonlyRootFilesystem"
        value = container.get("readonlyRootFilesystem")
        broken = all_of([not_(windows), not_(equal(value, option=True))])
        yield from found(broken, task, path, wanted=True, actual=value)


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="operations",
    severity="medium",
    fix='settings=[{"name": "containerInsights", "value": "enhanced"}]',
    same_intent_as=("CKV_AWS_65",),
    url="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
    production=True,
)
def ecs_container_insights(cluster: Resource) -> Iterator[Finding]:
    """A cluster measures each task and service: a leak shows before it stops one."""
    on = any_of(
        all_of(
            [
                equal(at(setting, "name"), "containerInsights"),
                one_of(at(setting, "value"), ("enabled", "enhanced")),
            ]
        )
        for setting in blocks(cluster, "settings")
    )
    yield from found(not_(on), cluster, "settings", "containerInsights: enabled or enhanced")


RULES: tuple[Rule, ...] = (
    ecs_exec_logging,
    ecs_exec_logs_customer_managed_key,
    ecs_task_efs_transit_encryption,
    ecs_task_role_separate_from_execution_role,
    ecs_fargate_latest_platform_version,
    ecs_service_no_public_ip,
    ecs_container_not_privileged,
    ecs_task_no_host_pid_mode,
    ecs_container_read_only_root_filesystem,
    ecs_container_insights,
)
