"""Single components with existing resources, and the arguments that stacks add to them."""

import json
import re
import shutil
import subprocess

import pytest

from infra.aws.policy_document import read_secrets
from infra.containers.settings import ContainersSettings
from infra.containers.task_definition import container_definitions, execution_permissions
from infra.context import Context
from infra.functions.function import permissions as function_permissions
from infra.functions.settings import FunctionsSettings
from infra.network.firewall import managed_group
from infra.serving.launch_template import permissions as serving_permissions
from infra.serving.launch_template import startup_script
from infra.serving.settings import ServingSettings
from infra.training.job_definition import job_permissions, single_node_properties
from infra.training.settings import JobSettings
from tests.infra.recorder import record
from tests.infra.stacks import ROOT

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3"
GIVEN = {"environment": {"LOG_LEVEL": "it's debug"}, "secrets": {"TOKEN": ARN}}
SERVING = ServingSettings.model_validate(
    {
        "instance_types": ("m7g.large",),
        "min_size": 3,
        "max_size": 6,
        "on_demand_base": 3,
        "spot_percent": 0,
        **GIVEN,
    }
)


def documented_program() -> str:
    """Return the example of a single component in docs/platform.md."""
    page = (ROOT / "docs" / "platform.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    return str(program)


def test_documented_component_uses_existing_resources() -> None:
    def program() -> None:
        exec(documented_program(), {"KEY_ARN": "arn:aws:kms:eu-west-1:123456789012:key/1"})  # noqa: S102

    recording = record(program)
    group = recording.one("aws:elasticache/replicationGroup:ReplicationGroup", "cache").inputs
    assert group["kmsKeyId"].endswith(":key/1")
    assert group["preferredCacheClusterAzs"] == ["eu-west-1a", "eu-west-1b"]
    subnets = recording.one("aws:elasticache/subnetGroup:SubnetGroup", "cache").inputs
    assert subnets["subnetIds"] == ["subnet-1", "subnet-2"]
    types = {each.type.split("/")[0] for each in recording.resources if each.custom}
    assert types == {"aws:elasticache", "aws:ec2", "aws:ssm", "aws:vpc"}


def test_waf_exceptions_are_counted_instead_of_blocked() -> None:
    group = managed_group("Common", {"Common": ["SizeRestrictions_BODY"]})
    assert group["rule_action_overrides"] == [
        {"name": "SizeRestrictions_BODY", "action_to_use": {"count": {}}}
    ]
    assert "rule_action_overrides" not in managed_group("Common", {"Other": ["Rule"]})


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_serving_environment_and_secrets_reach_the_container() -> None:
    script = startup_script(CONTEXT, SERVING).replace("/etc/serving.env", "/dev/stdout")
    stubs = """
        systemctl() { :; }
        dnf() { :; }
        docker() { :; }
        aws() { case $1 in secretsmanager) echo "value of ${@: -1}";; *) :;; esac; }
    """
    command = [str(shutil.which("bash")), "-c", stubs + script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert "LOG_LEVEL=it's debug" in done.stdout.splitlines()
    assert f"TOKEN=value of {ARN}" in done.stdout.splitlines()


def test_ecs_injects_secrets_with_the_execution_role() -> None:
    settings = ContainersSettings.model_validate({"instance_types": ("m7g.large",), **GIVEN})
    [container] = json.loads(container_definitions(CONTEXT, settings))
    assert {"name": "LOG_LEVEL", "value": "it's debug"} in container["environment"]
    assert container["secrets"] == [{"name": "TOKEN", "valueFrom": ARN}]
    assert read_secrets([ARN])[0] in execution_permissions(CONTEXT, settings)


def test_functions_and_jobs_get_secret_arns_and_permission() -> None:
    functions = FunctionsSettings.model_validate({"container_image": "image:1", **GIVEN})
    assert read_secrets([ARN])[0] in function_permissions(CONTEXT, functions)
    job = JobSettings.model_validate(GIVEN)
    container = json.loads(single_node_properties(CONTEXT, job))
    assert {"name": "TOKEN", "value": ARN} in container["environment"]
    assert read_secrets([ARN])[0] in job_permissions(CONTEXT, job)


def test_serving_may_read_its_secrets_only() -> None:
    assert read_secrets([ARN])[0] in serving_permissions(CONTEXT, SERVING)
    assert read_secrets([]) == []


def test_tags_of_a_context_complete_the_default_tags() -> None:
    context = Context("shop", "dev", "eu-west-1", "123456789012", default_tags={"owner": "a"})
    tags = context.instance_tags(context.tags("serving", "serving"))
    assert tags["PatchGroup"] == "shop-dev"
    assert tags["owner"] == "a"
