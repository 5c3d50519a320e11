import json
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors.tokens import ECS_CLUSTER, REPOSITORY, SERVICE, TASK_DEFINITION
from policies.engine.stack import Stack
from policies.rules.batch import JOB_DEFINITION
from policies.rules.ecr import (
    SCANNING,
)
from tests import graphs
from tests.policies.row import Row, declare, findings, one, rule_of

ROLE, STARTER = (declare("aws:iam/role:Role", name) for name in ("task", "execution"))
KEY = declare("aws:kms/key:Key", "key")


def runs(*containers: Any, **inputs: Any) -> list[Resource]:
    """Return a task definition with its containers as JSON text."""
    return one(TASK_DEFINITION, containerDefinitions=json.dumps(list(containers)), **inputs)


def roles(task: Any, execution: Any) -> list[Resource]:
    return [ROLE, STARTER, *one(TASK_DEFINITION, taskRoleArn=task, executionRoleArn=execution)]


def commands(**configuration: Any) -> list[Resource]:
    return one(ECS_CLUSTER, configuration={"executeCommandConfiguration": configuration})


def kept(key: Any = KEY, **logs: Any) -> list[Resource]:
    return [KEY, *commands(kmsKeyId=key, logConfiguration=logs)]


def mounts(**efs: Any) -> list[Resource]:
    volumes = [{"name": "scratch"}, {"name": "models", "efsVolumeConfiguration": efs}]
    return one(TASK_DEFINITION, volumes=volumes)


def job(**properties: Any) -> list[Resource]:
    return one(JOB_DEFINITION, **properties)


def pod(**security: Any) -> list[Resource]:
    containers = [{"image": "i"}, {"image": "i", "securityContext": security}]
    return job(eksProperties={"podProperties": {"containers": containers}})


def nodes(**container: Any) -> list[Resource]:
    ranges = [{"targetNodes": "0:", "container": {"image": "i", **container}}]
    return job(nodeProperties=json.dumps({"numNodes": 2, "nodeRangeProperties": ranges}))


def scanned(frequency: Any, name: Any = "*", **more: Any) -> list[Resource]:
    rule = {"scanFrequency": frequency, "repositoryFilters": [{"filter": name}]}
    return [*one(REPOSITORY), declare(SCANNING, "registry", {"rules": [rule]}, **more)]


SEALED = {"name": "a", "readonlyRootFilesystem": True}
OPEN_JSON = f'[{{"name": "a", "privileged": {UNKNOWN_MARK}}}]'

ROWS = [
    Row("ecs-exec-logging", None, one(ECS_CLUSTER)),
    Row("ecs-exec-logging", None, commands(logging="OVERRIDE")),
    Row("ecs-exec-logging", "violation", commands(logging="NONE")),
    Row("ecs-exec-logging", "unknown", commands(logging=UNKNOWN)),
    *(
        Row("ecs-exec-logs-customer-managed-key", status, stack)
        for status, stack in (
            (None, one(ECS_CLUSTER)),
            (None, commands(logging="NONE")),
            (None, kept(cloudWatchEncryptionEnabled=True)),
            (None, kept(s3BucketEncryptionEnabled="true")),
            ("violation", commands(logging="OVERRIDE")),
            ("violation", kept()),
            ("violation", kept(s3BucketEncryptionEnabled=False)),
            ("violation", commands(logConfiguration={"s3BucketEncryptionEnabled": True})),
            ("unknown", kept(UNKNOWN, s3BucketEncryptionEnabled=True)),
            ("unknown", kept(s3BucketEncryptionEnabled=UNKNOWN)),
        )
    ),
    *(
        Row("ecs-task-efs-transit-encryption", status, stack)
        for status, stack in (
            (None, one(TASK_DEFINITION)),
            (None, one(TASK_DEFINITION, volumes=[{"name": "scratch"}])),
            (None, mounts(transitEncryption="ENABLED")),
            ("violation", mounts(fileSystemId=UNKNOWN)),
            ("violation", mounts(transitEncryption="DISABLED")),
            ("unknown", mounts(transitEncryption=UNKNOWN)),
            ("unknown", one(TASK_DEFINITION, volumes=UNKNOWN)),
        )
    ),
    *(
        Row("ecs-task-role-separate-from-execution-role", status, stack)
        for status, stack in (
            (None, one(TASK_DEFINITION)),
            (None, one(TASK_DEFINITION, executionRoleArn="arn:a")),
            (None, one(TASK_DEFINITION, executionRoleArn="arn:a", taskRoleArn="arn:b")),
            (None, roles(ROLE, STARTER)),
            ("violation", one(TASK_DEFINITION, executionRoleArn="arn:a", taskRoleArn="arn:a")),
            ("violation", roles(ROLE, ROLE)),
            ("unknown", roles(ROLE, UNKNOWN)),
            ("unknown", roles("arn:a", STARTER)),
        )
    ),
    *(
        Row("ecs-fargate-latest-platform-version", status, stack)
        for status, stack in (
            (None, one(SERVICE, launchType="FARGATE")),
            (None, one(SERVICE, launchType="FARGATE", platformVersion="LATEST")),
            (None, one(SERVICE, launchType="EC2", platformVersion="1.3.0")),
            ("violation", one(SERVICE, launchType="FARGATE", platformVersion="1.3.0")),
            ("violation", one(SERVICE, platformVersion="1.4.0")),
            ("unknown", one(SERVICE, launchType="FARGATE", platformVersion=UNKNOWN)),
        )
    ),
    *(
        Row("ecs-service-no-public-ip", status, stack)
        for status, stack in (
            (None, one(SERVICE)),
            (None, one(SERVICE, networkConfiguration={"assignPublicIp": False})),
            ("violation", one(SERVICE, networkConfiguration={"assignPublicIp": True})),
            ("violation", one(SERVICE, networkConfiguration={"assignPublicIp": "true"})),
            ("unknown", one(SERVICE, networkConfiguration=UNKNOWN)),
        )
    ),
    *(
        Row("ecs-container-not-privileged", status, stack)
        for status, stack in (
            (None, runs({"name": "a"})),
            (None, runs({"name": "a", "privileged": False})),
            (None, runs({"name": UNKNOWN_MARK, "image": f"{UNKNOWN_MARK}:1"})),
            ("violation", runs({"name": "a"}, {"name": "b", "privileged": True})),
            ("violation", runs({"name": "a", "Privileged": True})),
            ("violation", one(TASK_DEFINITION, containerDefinitions=[{"privileged": "true"}])),
            ("unknown", one(TASK_DEFINITION, containerDefinitions=UNKNOWN)),
            ("unknown", one(TASK_DEFINITION, containerDefinitions=[UNKNOWN])),
            ("unknown", one(TASK_DEFINITION, containerDefinitions=OPEN_JSON)),
        )
    ),
    *(
        Row("ecs-task-no-host-pid-mode", status, stack)
        for status, stack in (
            (None, one(TASK_DEFINITION)),
            (None, one(TASK_DEFINITION, pidMode="task")),
            ("violation", one(TASK_DEFINITION, pidMode="host")),
            ("unknown", one(TASK_DEFINITION, pidMode=UNKNOWN)),
        )
    ),
    *(
        Row("ecs-container-read-only-root-filesystem", status, stack)
        for status, stack in (
            (None, runs(SEALED)),
            (
                None,
                runs(
                    {"name": "a"},
                    runtimePlatform={"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
                ),
            ),
            ("violation", runs(SEALED, {"name": "b"})),
            ("violation", runs({**SEALED, "readonlyRootFilesystem": False})),
            ("unknown", runs({**SEALED, "readonlyRootFilesystem": UNKNOWN_MARK})),
        )
    ),
    *(
        Row("batch-job-not-privileged", status, stack)
        for status, stack in (
            (None, job()),
            (None, job(containerProperties=json.dumps({"image": "i", "privileged": False}))),
            (None, pod(privileged=False)),
            (None, nodes()),
            (
                None,
                job(containerProperties={"environment": [{"name": "privileged", "value": "true"}]}),
            ),
            ("violation", job(containerProperties=json.dumps({"privileged": True}))),
            ("violation", pod(privileged=True)),
            ("violation", nodes(privileged=True)),
            (
                "violation",
                job(
                    ecsProperties=json.dumps(
                        {"taskProperties": [{"containers": [{"privileged": True}]}]}
                    )
                ),
            ),
            ("unknown", job(containerProperties=UNKNOWN)),
            ("unknown", pod(privileged=UNKNOWN)),
        )
    ),
    *(
        Row("ecr-repository-immutable-tags", status, stack)
        for status, stack in (
            (None, one(REPOSITORY, imageTagMutability="IMMUTABLE")),
            (None, one(REPOSITORY, imageTagMutability="IMMUTABLE_WITH_EXCLUSION")),
            ("violation", one(REPOSITORY)),
            ("violation", one(REPOSITORY, imageTagMutability="MUTABLE")),
            ("unknown", one(REPOSITORY, imageTagMutability=UNKNOWN)),
        )
    ),
    *(
        Row(
            "ecr-repository-kms-encryption",
            status,
            one(REPOSITORY, encryptionConfigurations=blocks),
        )
        for status, blocks in (
            (None, [{"encryptionType": "KMS", "kmsKey": UNKNOWN}]),
            (None, [{"encryptionType": "KMS_DSSE"}]),
            ("violation", []),
            ("violation", [{"encryptionType": "AES256"}]),
            ("unknown", [{"encryptionType": UNKNOWN}]),
            ("unknown", UNKNOWN),
        )
    ),
    *(
        Row("ecr-repository-scan-on-push", status, stack)
        for status, stack in (
            (None, one(REPOSITORY, imageScanningConfiguration={"scanOnPush": True})),
            (None, scanned("SCAN_ON_PUSH")),
            (None, scanned("CONTINUOUS_SCAN")),
            ("violation", one(REPOSITORY)),
            ("violation", one(REPOSITORY, imageScanningConfiguration={"scanOnPush": False})),
            ("violation", scanned("MANUAL")),
            ("violation", scanned("SCAN_ON_PUSH", "models-*")),
            ("violation", scanned("SCAN_ON_PUSH", region="eu-west-1")),
            ("unknown", one(REPOSITORY, imageScanningConfiguration=UNKNOWN)),
            ("unknown", scanned(UNKNOWN)),
        )
    ),
]


def test_finding_names_container() -> None:
    [found] = findings(
        rule_of("ecs-container-not-privileged"), runs({"name": "a"}, {"privileged": True})
    )

    assert found.path == "containerDefinitions[1].privileged"
    assert found.actual is True


def test_invalid_json_is_reported_as_not_checked() -> None:
    [task] = one(TASK_DEFINITION, containerDefinitions="[{]")
    [found] = rule_of("ecs-container-not-privileged").check(Stack(graphs.graph(task)))

    assert not found.decided
    assert "containerDefinitions of task-definition is not valid JSON at line 1" in found.message
