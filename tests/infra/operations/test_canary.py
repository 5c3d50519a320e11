import json
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from infra.context import Context
from infra.deployment import Deployment
from infra.operations import canary_script as probe
from infra.operations.canary import add_canary, canary_permissions, duration
from tests.http_server import serving
from tests.infra.alone import LOG_BUCKET, alone

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")


class Entrance(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def entrance() -> Iterator[str]:
    with serving(Entrance) as address:
        yield address


def visit(url: str) -> str:
    before = os.environ.get("URL")
    os.environ["URL"] = url
    try:
        return probe.handler({}, None)
    finally:
        if before is None:
            del os.environ["URL"]
        else:
            os.environ["URL"] = before


def test_status_200_passes(entrance: str) -> None:
    assert visit(f"{entrance}/200").endswith("returned 200")


@pytest.mark.parametrize("status", [204, 404, 503])
def test_other_status_fails(entrance: str, status: int) -> None:
    with pytest.raises((RuntimeError, OSError), match=str(status)):
        visit(f"{entrance}/{status}")


def test_connection_error_fails() -> None:
    with pytest.raises(OSError, match="refused"):
        visit("http://127.0.0.1:1/200")


@pytest.mark.parametrize(("count", "text"), [(1, "1 minute"), (5, "5 minutes")])
def test_rate_expression_uses_singular_and_plural(count: int, text: str) -> None:
    assert duration(count) == text


def test_canary_permissions_are_least_privilege() -> None:
    statements = canary_permissions(CONTEXT)
    [write] = [each for each in statements if "s3:PutObject" in each["Action"]]
    assert write["Resource"] == [f"{CONTEXT.bucket_arn('logs')}/canary/*"]
    [metrics] = [each for each in statements if "cloudwatch:PutMetricData" in each["Action"]]
    assert metrics["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}
    }


def test_canary_probes_public_url_and_has_alarm() -> None:
    changes = {"observability.canary": {"interval_minutes": 10, "path": "/ready"}}

    def program(d: Deployment) -> None:
        add_canary(d, "https://models.example.com", LOG_BUCKET)

    recording = alone(program, changes=changes)
    canary = recording.one("aws:synthetics/canary:Canary", "canary")
    assert canary.inputs["schedule"]["expression"] == "rate(10 minutes)"
    url = canary.inputs["runConfig"]["environmentVariables"]["URL"]
    assert url == "https://models.example.com/ready"
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "canary-failed").inputs
    assert recording.follow(alarm["dimensions"]["CanaryName"]) == canary
    assert alarm["period"] == 600
    assert (alarm["datapointsToAlarm"], alarm["evaluationPeriods"]) == (2, 3)
    assert alarm["treatMissingData"] == "breaching"
    assert recording.follow(alarm["alarmActions"]).type == "aws:sns/topic:Topic"
    role = recording.one("aws:iam/rolePolicy:RolePolicy", "canary")
    assert json.loads(role.inputs["policy"])["Statement"] == canary_permissions(CONTEXT)
