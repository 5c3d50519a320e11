"""What keeps containers on ECS apart from their host, and what they do on record."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.containers import containers
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.references import is_same_value
from policies.reading.tokens import ECS_CLUSTER, SERVICE, TASK_DEFINITION
from policies.reading.values import (
    all_of,
    any_of,
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
from policies.rule import resource_rule

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
def commands_in_containers_logged(cluster: Resource) -> Iterator[Finding]:
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
def command_logs_encrypted_with_own_key(cluster: Resource) -> Iterator[Finding]:
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
def task_reads_efs_encrypted(task: Resource) -> Iterator[Finding]:
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
def task_has_role_of_its_own(task: Resource) -> Iterator[Finding]:
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
def fargate_platform_latest(service: Resource) -> Iterator[Finding]:
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
def service_has_no_public_addresses(service: Resource) -> Iterator[Finding]:
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
def no_privileged_container(task: Resource) -> Iterator[Finding]:
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
def task_sees_no_process_of_the_host(task: Resource) -> Iterator[Finding]:
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
def containers_write_to_volumes_only(task: Resource) -> Iterator[Finding]:
    """A container cannot change what it runs: who breaks in leaves nothing behind."""
    family = read(task, "runtimePlatform.operatingSystemFamily", "LINUX")
    windows = UNKNOWN if is_open(family) else str(family).upper().startswith("WINDOWS")
    for container in containers(task, "containerDefinitions"):
        path = f"{container.path}.readonlyRootFilesystem"
        value = container.get("readonlyRootFilesystem")
        broken = all_of([not_(windows), not_(equal(value, option=True))])
        yield from found(broken, task, path, wanted=True, actual=value)
