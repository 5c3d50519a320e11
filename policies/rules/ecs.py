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
    forbid,
    found,
    given,
    is_open,
    items,
    not_,
    one_of,
    read,
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
    title="What somebody types in a running container is recorded.",
    risk="",
    fix='configuration={"execute_command_configuration": {"logging": "OVERRIDE", ...}}',
    same_intent_as=("CKV_AWS_223",),
    aws_docs=f"{GUIDE}/ecs-exec.html",
)
def ecs_exec_logging(cluster: Resource) -> Iterator[Finding]:
    yield from forbid(cluster, f"{EXEC}.logging", "NONE", expected="DEFAULT or OVERRIDE")


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="security",
    severity="low",
    title="The record of commands is encrypted with a key of ours, where a cluster keeps one.",
    risk="",
    fix="kms_key_id of a key of ours, and log_configuration with its encryption on",
    same_intent_as=("CKV_AWS_224",),
    aws_docs=f"{GUIDE}/ecs-exec.html",
)
def ecs_exec_logs_customer_managed_key(cluster: Resource) -> Iterator[Finding]:
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
    title="What a task reads from a file system is encrypted on the way.",
    risk="",
    fix='efs_volume_configuration={..., "transit_encryption": "ENABLED"}',
    same_intent_as=("CKV_AWS_97",),
    aws_docs=f"{GUIDE}/efs-best-practices.html",
)
def ecs_task_efs_transit_encryption(task: Resource) -> Iterator[Finding]:
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
    title="What runs in a task may not do all that starting it needs: reading every secret.",
    risk="",
    fix="a role for what the task does, another for pulling its image and writing its logs",
    same_intent_as=("CKV_AWS_249",),
    aws_docs=f"{GUIDE}/security-iam-roles.html",
)
def ecs_task_role_separate_from_execution_role(task: Resource) -> Iterator[Finding]:
    path = "taskRoleArn"
    broken = is_same_value(task, path, task, "executionRoleArn")
    because = f"{path} is the execution role, too"
    yield from found(broken, task, path, "a role of its own", because=because)


@resource_rule(
    types=(SERVICE,),
    concern="security",
    severity="medium",
    title="Tasks on Fargate start on the latest platform, with what has been mended since.",
    risk="",
    fix='platform_version="LATEST"',
    same_intent_as=("CKV_AWS_332",),
    aws_docs=f"{GUIDE}/platform-fargate.html",
)
def ecs_fargate_latest_platform_version(service: Resource) -> Iterator[Finding]:
    path = "platformVersion"
    version = read(service, path, "LATEST")
    elsewhere = one_of(read(service, "launchType"), ("EC2", "EXTERNAL"))
    broken = all_of([not_(equal(version, "LATEST")), not_(elsewhere)])
    yield from found(broken, service, path, "LATEST")


@resource_rule(
    types=(SERVICE,),
    concern="security",
    severity="high",
    title="Tasks have no public address: what they serve, a load balancer serves for them.",
    risk="",
    fix='network_configuration={..., "assign_public_ip": False}',
    same_intent_as=("CKV_AWS_333",),
    aws_docs=f"{GUIDE}/fargate-task-networking.html",
)
def ecs_service_no_public_ip(service: Resource) -> Iterator[Finding]:
    yield from forbid(service, "networkConfiguration.assignPublicIp", True, expected=False)


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="high",
    title="No container is root on its host.",
    risk="",
    fix='"privileged": False, and linuxParameters.capabilities for what is needed',
    same_intent_as=("CKV_AWS_334",),
    aws_docs=TASK_PAGE,
)
def ecs_container_not_privileged(task: Resource) -> Iterator[Finding]:
    for container in containers(task, "containerDefinitions"):
        path = f"{container.path}.privileged"
        value = container.get("privileged")
        broken = equal(value, option=True)
        yield from found(broken, task, path, expected=False, actual=value)


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="high",
    title="A task sees its own processes, not those of its host and of all else that runs there.",
    risk="",
    fix='no pid_mode, or pid_mode="task"',
    same_intent_as=("CKV_AWS_335",),
    aws_docs=TASK_PAGE,
)
def ecs_task_no_host_pid_mode(task: Resource) -> Iterator[Finding]:
    yield from forbid(task, "pidMode", "host", expected="task, or none")


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="medium",
    title="A container cannot change what it runs: who breaks in leaves nothing behind.",
    risk="",
    fix='"readonlyRootFilesystem": True, and a volume for what is written',
    same_intent_as=("CKV_AWS_336",),
    aws_docs=TASK_PAGE,
)
def ecs_container_read_only_root_filesystem(task: Resource) -> Iterator[Finding]:
    family = read(task, "runtimePlatform.operatingSystemFamily", "LINUX")
    windows = UNKNOWN if is_open(family) else str(family).upper().startswith("WINDOWS")
    for container in containers(task, "containerDefinitions"):
        path = f"{container.path}.readonlyRootFilesystem"
        value = container.get("readonlyRootFilesystem")
        broken = all_of([not_(windows), not_(equal(value, option=True))])
        yield from found(broken, task, path, expected=True, actual=value)


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="operations",
    severity="medium",
    title="A cluster measures each task and service: a leak shows before it stops one.",
    risk="",
    fix='settings=[{"name": "containerInsights", "value": "enhanced"}]',
    same_intent_as=("CKV_AWS_65",),
    aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
    production=True,
)
def ecs_container_insights(cluster: Resource) -> Iterator[Finding]:
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
