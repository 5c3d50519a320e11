"""Rules for Amazon ECS."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, Finding
from policies.engine.logic import (
    all_of,
    any_of,
    blocks,
    equal,
    found,
    given,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.containers import containers
from policies.engine.selectors.credentials import secret_in
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.references import is_same_value
from policies.engine.selectors.tokens import ECS_CLUSTER, SERVICE, TASK_DEFINITION
from policies.rules._shared.input_rules import input_is_not, input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide"
TASK_PAGE = f"{GUIDE}/task_definition_parameters.html"
EXEC = "configuration.executeCommandConfiguration"
SOCKETS = tuple(
    f"{folder}/{socket}"
    for folder in ("/run", "/var/run")
    for socket in ("docker.sock", "containerd/containerd.sock")
)


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="security",
    severity="low",
    title="ECS Exec session logs have no customer managed KMS key",
    risk=(
        "Session logs can contain secrets, and access to them cannot be restricted "
        "through a key policy."
    ),
    fix=(
        "execute_command_configuration: kms_key_id=key.arn, and log_configuration with "
        "encryption enabled"
    ),
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
    title="ECS task mounts an EFS file system without encryption in transit",
    risk="File contents can be read on the network.",
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
    severity="high",
    title="ECS task mounts the socket of the container runtime",
    risk="A container controls the host, and every other container on it.",
    fix="volumes without host_path of the socket",
    aws_docs=f"{GUIDE}/security-tasks-containers.html",
)
def ecs_task_no_runtime_socket(task: Resource) -> Iterator[Finding]:
    for path, volume in items(task, "volumes"):
        broken = one_of(at(volume, "hostPath"), SOCKETS)
        yield from found(broken, task, f"{path}.hostPath", "a path without the socket")


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="medium",
    title="ECS task definition uses the execution role as task role",
    risk="The application can read every secret and image that starting the task needs.",
    fix="set task_role_arn and execution_role_arn to different roles",
    same_intent_as=("CKV_AWS_249",),
    aws_docs=f"{GUIDE}/security-iam-roles.html",
)
def ecs_task_role_separate_from_execution_role(task: Resource) -> Iterator[Finding]:
    path = "taskRoleArn"
    broken = is_same_value(task, path, task, "executionRoleArn")
    because = f"{path} is also the execution role"
    yield from found(broken, task, path, "a separate task role", because=because)


@resource_rule(
    types=(TASK_DEFINITION,),
    concern="security",
    severity="high",
    title="ECS task definition has a privileged container",
    risk="A compromised container controls the host.",
    fix=('"privileged": False, and linuxParameters.capabilities for what the container needs'),
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
    severity="medium",
    title="ECS container has a writable root file system",
    risk="An attacker can change the program and leave files behind.",
    fix='"readonlyRootFilesystem": True, and a volume for the paths that are written',
    same_intent_as=("CKV_AWS_336",),
    aws_docs=TASK_PAGE,
    production=True,
)
def ecs_container_read_only_root_filesystem(task: Resource) -> Iterator[Finding]:
    family = read(task, "runtimePlatform.operatingSystemFamily", "LINUX")
    windows = UNKNOWN if is_unknown(family) else str(family).upper().startswith("WINDOWS")
    for container in containers(task, "containerDefinitions"):
        path = f"{container.path}.readonlyRootFilesystem"
        value = container.get("readonlyRootFilesystem")
        broken = all_of([not_(windows), not_(equal(value, option=True))])
        yield from found(broken, task, path, expected=True, actual=value)


@resource_rule(
    types=(ECS_CLUSTER,),
    concern="operations",
    severity="medium",
    title="ECS cluster has no Container Insights",
    risk="Memory leaks and saturated tasks are noticed only when tasks stop.",
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


@resource_rule(
    types=("aws:ecs/taskDefinition:TaskDefinition",),
    concern="security",
    severity="high",
    title="ECS container has a secret in plain text",
    risk="Everyone who may describe the task definition can read the secret.",
    fix='"secrets": [{"name": ..., "valueFrom": secret.arn}] in place of "environment"',
    same_intent_as=("ecs_task_definitions_no_environment_secrets",),
    aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
)
def ecs_container_no_plain_text_secrets(resource: Resource) -> Iterator[Finding]:
    for container in containers(resource, "containerDefinitions"):
        for variable in container.get("environment") or ():
            name, value = at(variable, "name"), at(variable, "value")
            kind = None if is_unknown(value) else secret_in(f"{name}={value}")
            partly = is_unknown(name) or ANYTHING in f"{name}={value}"
            open_end = is_unknown(value) or (kind is None and partly)
            because = f"{container.path}.environment {name} contains {kind}"
            yield from found(
                UNKNOWN if open_end else kind is not None,
                resource,
                f"{container.path}.environment",
                "a reference in secrets",
                actual=kind,
                because=because,
            )


RULES: tuple[Rule, ...] = (
    input_rule(
        "ecs-exec-logging",
        must_not_be(f"{EXEC}.logging", "NONE", expected="DEFAULT or OVERRIDE"),
        types=(ECS_CLUSTER,),
        concern="security",
        severity="medium",
        title="ECS cluster does not log ECS Exec sessions",
        risk="Commands in running containers leave no record.",
        fix='configuration={"execute_command_configuration": {"logging": "OVERRIDE", '
        '"kms_key_id": key.arn, "log_configuration": {"cloud_watch_log_group_name": '
        'group.name, "cloud_watch_encryption_enabled": True}}}',
        same_intent_as=("CKV_AWS_223",),
        aws_docs=f"{GUIDE}/ecs-exec.html",
    ),
    ecs_exec_logs_customer_managed_key,
    ecs_task_efs_transit_encryption,
    ecs_task_no_runtime_socket,
    ecs_task_role_separate_from_execution_role,
    input_rule(
        "ecs-fargate-latest-platform-version",
        must_be(
            "platformVersion",
            "LATEST",
            default="LATEST",
            when=input_is_not("launchType", "EC2", "EXTERNAL"),
        ),
        types=(SERVICE,),
        concern="security",
        severity="medium",
        title="ECS service on Fargate pins an old platform version",
        risk="New tasks start without recent security patches.",
        fix='platform_version="LATEST"',
        same_intent_as=("CKV_AWS_332",),
        aws_docs=f"{GUIDE}/platform-fargate.html",
    ),
    input_rule(
        "ecs-service-no-public-ip",
        must_not_be("networkConfiguration.assignPublicIp", True, expected=False),
        types=(SERVICE,),
        concern="security",
        severity="high",
        title="ECS service assigns public IP addresses to its tasks",
        risk="Tasks can be attacked from the internet directly.",
        fix='network_configuration={..., "assign_public_ip": False}',
        same_intent_as=("CKV_AWS_333",),
        aws_docs=f"{GUIDE}/fargate-task-networking.html",
    ),
    ecs_container_not_privileged,
    input_rule(
        "ecs-task-no-host-pid-mode",
        must_not_be("pidMode", "host", expected="task, or none"),
        types=(TASK_DEFINITION,),
        concern="security",
        severity="high",
        title="ECS task shares the process namespace of its host",
        risk="The task can see and signal all processes on the host.",
        fix='remove pid_mode, or set pid_mode="task"',
        same_intent_as=("CKV_AWS_335",),
        aws_docs=TASK_PAGE,
    ),
    ecs_container_read_only_root_filesystem,
    ecs_container_insights,
    ecs_container_no_plain_text_secrets,
    input_rule(
        "ecs-task-no-host-network-mode",
        must_not_be("networkMode", "host", expected="awsvpc"),
        types=("aws:ecs/taskDefinition:TaskDefinition",),
        concern="security",
        severity="high",
        title="ECS task shares the network namespace of its host",
        risk="The task reaches the instance metadata and every local port of the host.",
        fix='network_mode="awsvpc"',
        same_intent_as=("ecs_task_definitions_host_networking_mode_users",),
        aws_docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html",
    ),
)
