import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from infra import probe
from infra.canary import minutes, permissions
from infra.scope import Scope
from tests.infra.stacks import changed, run

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")


class Entrance(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def entrance() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Entrance)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


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


def test_a_good_answer_is_a_visit_that_went_well(entrance: str) -> None:
    assert visit(f"{entrance}/200").endswith("answered 200")


@pytest.mark.parametrize("status", [204, 404, 503])
def test_any_other_answer_is_a_visit_that_failed(entrance: str, status: int) -> None:
    with pytest.raises((RuntimeError, OSError), match=str(status)):
        visit(f"{entrance}/{status}")


def test_no_answer_is_a_visit_that_failed() -> None:
    with pytest.raises(OSError, match="refused"):
        visit("http://127.0.0.1:1/200")


@pytest.mark.parametrize(("count", "text"), [(1, "1 minute"), (5, "5 minutes")])
def test_a_rate_is_written_as_aws_reads_it(count: int, text: str) -> None:
    assert minutes(count) == text


def test_it_writes_only_to_its_own_folder_and_namespace() -> None:
    statements = permissions(SCOPE)
    [write] = [each for each in statements if "s3:PutObject" in each["Action"]]
    assert write["Resource"] == [f"{SCOPE.bucket_arn('logs')}/canary/*"]
    [metrics] = [each for each in statements if "cloudwatch:PutMetricData" in each["Action"]]
    assert metrics["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}
    }


def test_a_canary_asks_by_the_name_that_clients_use_and_is_heard() -> None:
    stated = {"minutes": 10, "path": "/ready"}
    recording = run(changed("prod", {"observability.canary": stated}))
    canary = recording.one("aws:synthetics/canary:Canary", "canary")
    assert canary.inputs["schedule"]["expression"] == "rate(10 minutes)"
    url = canary.inputs["runConfig"]["environmentVariables"]["URL"]
    assert url == "https://models.example.com/ready"
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "canary-visit-failed").inputs
    assert recording.follow(alarm["dimensions"]["CanaryName"]) == canary
    assert alarm["period"] == 600
    assert (alarm["datapointsToAlarm"], alarm["evaluationPeriods"]) == (2, 3)
    assert alarm["treatMissingData"] == "breaching"
    assert recording.follow(alarm["alarmActions"]).type == "aws:sns/topic:Topic"
    role = recording.one("aws:iam/rolePolicy:RolePolicy", "canary")
    assert json.loads(role.inputs["policy"])["Statement"] == permissions(SCOPE)
