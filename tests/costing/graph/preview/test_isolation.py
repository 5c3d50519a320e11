"""A program's access: environment variables, home folder, AWS configuration, network."""

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from costing.errors import CallError, CostingError, ProgramError
from costing.graph import preview
from costing.graph.preview import process
from costing.graph.preview.access import ALLOWED, Access, environment
from costing.graph.resource import Graph
from costing.model import DefaultRegion
from tests.costing.graph.preview.program import SECONDS, one, run, write

UNSHARE = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--user"]), "true"]
CAN_CUT = (
    sys.platform == "linux"
    and subprocess.run(UNSHARE, check=False, capture_output=True).returncode == 0  # noqa: S603
)
needs_cut = pytest.mark.skipif(not CAN_CUT, reason="this system does not let us cut the network")
OURS = {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "BOTO_CONFIG", "AWS_MAX_ATTEMPTS"}
OURS |= {"AWS_EC2_METADATA_DISABLED", "PWD", "PYTHONUSERBASE", "LC_CTYPE"}
SECRET_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "AKIA0123456789",
    "AWS_PROFILE": "prod",
    "AZURE_CLIENT_SECRET": "s3cret",
    "GITHUB_TOKEN": "ghp_0123456789",
    "HTTPS_PROXY": "http://user:word@proxy:3128",
    "KUBECONFIG": "/home/me/.kube/config",
    "PULUMI_ACCESS_TOKEN": "pul-0123456789",
    "PYTHON_KEYRING_PASSWORD": "s3cret",
    "SSH_AUTH_SOCK": "/tmp/agent",  # noqa: S108
}
SHOW = """
import os, pathlib, sys
def size(name):
    return pathlib.Path(os.environ[name]).stat().st_size
pulumi.export("told", json.dumps({
    "environment": dict(os.environ), "home": sorted(os.listdir(os.path.expanduser("~"))),
    "sizes": [size(each) for each in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
              if each in os.environ],
}))
"""


def request_text(graph: Graph) -> Any:
    found: dict[str, Any] = json.loads(one(graph, "shop-dev").outputs["told"])
    return found


def previewed(folder: Path, source: str, **access: Any) -> Graph:
    return preview.run(write(folder, source), timeout_seconds=SECONDS, access=Access(**access))


def failure(folder: Path, source: str, **access: Any) -> str:
    with pytest.raises(ProgramError) as raised:
        previewed(folder, source, **access)
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Set credentials of every kind; return the home folder that holds some."""
    home = tmp_path / "home"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "credentials").write_text("[default]\naws_access_key_id = AKIA\n")
    monkeypatch.setenv("HOME", str(home))
    for name, value in SECRET_VARIABLES.items():
        monkeypatch.setenv(name, value)
    return home


def test_a_program_gets_the_listed_variables_only(secrets: Path, tmp_path: Path) -> None:
    found = request_text(previewed(tmp_path / "program", SHOW))
    names = set(found["environment"])
    assert names <= ALLOWED | OURS | {name for name in names if name.startswith("LC_")}
    assert not any(value in found["environment"].values() for value in SECRET_VARIABLES.values())
    assert found["environment"]["PATH"] == os.environ["PATH"]
    assert found["environment"]["PWD"] == str(tmp_path / "program")
    assert found["home"] == []
    assert found["sizes"] == [0, 0]
    assert not Path(found["environment"]["AWS_CONFIG_FILE"]).exists()  # removed with the rest
    assert (secrets / ".aws" / "credentials").exists()


def test_credentials_are_passed_on_request(secrets: Path, tmp_path: Path) -> None:
    found = request_text(previewed(tmp_path / "program", SHOW, credentials=True))
    passed = found["environment"]
    assert passed["AWS_PROFILE"] == "prod"
    assert passed["HOME"] == str(secrets)
    assert "AWS_CONFIG_FILE" not in passed
    assert "AWS_EC2_METADATA_DISABLED" not in passed
    assert "GITHUB_TOKEN" not in passed


@pytest.mark.usefixtures("secrets")
def test_variables_are_passed_by_name(tmp_path: Path) -> None:
    found = request_text(previewed(tmp_path / "program", SHOW, variables=("GITHUB_TOKEN", "HOME")))
    assert found["environment"]["GITHUB_TOKEN"] == SECRET_VARIABLES["GITHUB_TOKEN"]
    assert "AWS_PROFILE" not in found["environment"]
    assert found["home"] == [".aws"]
    assert found["sizes"] == [0, 0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("GITHUB_TOKE", "--with-env GITHUB_TOKE: this variable is not set; did you mean"),
        ("A=b", "--with-env A=b: give the variable's name only, without a value"),
    ],
)
def test_a_variable_that_is_not_set_is_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(CallError) as raised:
        environment(Access(variables=(name,)), {"GITHUB_TOKEN": "x"}, tmp_path, None)
    assert str(raised.value).startswith(message)


def test_the_home_folder_in_a_graph_is_the_users(secrets: Path, tmp_path: Path) -> None:
    source = "import os\naws.s3.Bucket('b', bucket=os.path.expanduser('~/.kube/config'))"
    found = one(previewed(tmp_path / "program", source), "b")
    assert found.inputs["bucket"] == f"{secrets}/.kube/config"


@pytest.fixture
def server() -> Iterator[int]:
    """Serve HTTP on this machine's loopback; yield the port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"reached")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found.server_port
        found.shutdown()


FETCH = """\
import urllib.request
pulumi.export("told", json.dumps(urllib.request.urlopen("http://127.0.0.1:{port}").read().decode()))
"""


@needs_cut
def test_a_program_has_no_network(tmp_path: Path, server: int) -> None:
    assert failure(tmp_path, FETCH.format(port=server)) == (
        "__main__.py:6: URLError: <urlopen error [Errno 111] Connection refused>; "
        f"the program needs the network (127.0.0.1:{server}); programs run without network: "
        "use --with-network, or run: set -o pipefail; "
        "pulumi preview --json --show-sames | plimsoll cost -"
    )


@needs_cut
def test_another_host_is_out_of_reach(tmp_path: Path) -> None:
    source = "import socket\nsocket.create_connection(('192.0.2.1', 443), timeout=20)"
    assert failure(tmp_path, source).startswith(
        "__main__.py:6: OSError: [Errno 101] Network is unreachable; "
        "the program needs the network (192.0.2.1:443); programs run without network: "
    )


def test_the_network_is_given_on_request(tmp_path: Path, server: int) -> None:
    assert request_text(previewed(tmp_path, FETCH.format(port=server), network=True)) == "reached"


def test_a_failure_with_the_network_gets_no_advice(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    message = failure(tmp_path, FETCH.format(port=port), network=True)
    assert message == "__main__.py:6: URLError: <urlopen error [Errno 111] Connection refused>"


@needs_cut
def test_a_program_has_a_loopback_of_its_own(tmp_path: Path) -> None:
    source = """
    import socket, threading
    from http.server import HTTPServer, SimpleHTTPRequestHandler
    from urllib.request import urlopen
    server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    status = urlopen(f"http://127.0.0.1:{server.server_port}").status
    pulumi.export("told", json.dumps([status, socket.if_nameindex()[0][1]]))
    """
    assert request_text(previewed(tmp_path, source)) == [200, "lo"]


@needs_cut
def test_files_keep_their_owner(tmp_path: Path) -> None:
    source = """
    import os
    with open("made", "w") as file:
        file.write("x")
    pulumi.export("told", json.dumps([os.geteuid(), os.stat("made").st_uid]))
    """
    assert request_text(previewed(tmp_path, source)) == [os.geteuid(), os.geteuid()]
    assert (tmp_path / "made").stat().st_uid == os.geteuid()


def test_program_runs_with_a_note_if_network_stays(
    tmp_path: Path, server: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refusing = tmp_path / "refusing.py"
    refusing.write_text(
        dedent(f"""
        import importlib.util
        spec = importlib.util.spec_from_file_location("supervisor", {str(process.SUPERVISOR)!r})
        supervisor = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(supervisor)
        def unshare(flags):
            raise PermissionError(1, "unshare: Operation not permitted")
        supervisor.unshare = unshare
        supervisor.main()
        """)
    )
    monkeypatch.setattr(process, "SUPERVISOR", refusing)
    with caplog.at_level(logging.INFO, "costing.graph.preview.isolation"):
        graph = previewed(tmp_path / "program", FETCH.format(port=server))
    assert request_text(graph) == "reached"
    reason = "unshare: Operation not permitted" if sys.platform == "linux" else "not possible on "
    assert f"the program can use the network: {reason}" in caplog.text


HINT = (
    "programs run without credentials and network: use --with-credentials --with-network, "
    "or run: set -o pipefail; pulumi preview --json --show-sames | plimsoll cost -"
)
CALL = "boto3.client('sts', region_name='us-east-1').get_caller_identity()"
AWS_LINE = (
    f"the program calls AWS itself (sts:GetCallerIdentity, botocore NoCredentialsError); {HINT}"
)


@needs_cut
@pytest.mark.parametrize(
    ("source", "message"),
    [
        (f"import boto3\nwho = {CALL}", f"__main__.py:6: {AWS_LINE}"),
        (
            "import boto3\nboto3.Session(profile_name='prod').client('s3')",
            (
                "__main__.py:6: the program calls AWS itself (botocore ProfileNotFound: "
                f"The config profile (prod) could not be found); {HINT}"
            ),
        ),
        (
            (
                f"import boto3\ntry:\n    {CALL}\nexcept Exception as error:\n    "
                "raise SystemExit('log in first') from error"
            ),
            f"__main__.py:9: the program ends early: log in first; {AWS_LINE}",
        ),
        (
            (
                "import boto3\nboto3.client('ec2', region_name='eu-west-1', aws_access_key_id='a',"
                " aws_secret_access_key='b').describe_vpcs()"
            ),
            (
                "__main__.py:6: the program calls AWS itself "
                f"(ec2:DescribeVpcs, botocore EndpointConnectionError); {HINT}"
            ),
        ),
    ],
)
def test_call_of_aws_is_reported_with_options(tmp_path: Path, source: str, message: str) -> None:
    assert failure(tmp_path, source) == message


@needs_cut
def test_only_missing_options_are_named(tmp_path: Path) -> None:
    message = failure(tmp_path, f"import boto3\n{CALL}", network=True)
    assert "programs run without credentials: use --with-credentials, or run: " in message


def test_aws_error_with_full_access_is_reported_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    message = failure(tmp_path, f"import boto3\n{CALL}", credentials=True, network=True)
    assert message == "__main__.py:6: NoCredentialsError: Unable to locate credentials"


def test_failed_aws_command_is_reported(tmp_path: Path) -> None:
    (tmp_path / "aws").write_text("#!/bin/sh\nexit 253\n")
    (tmp_path / "aws").chmod(0o755)
    source = f"import subprocess\nsubprocess.check_output(['{tmp_path}/aws', 'sts', 'x'])"
    message = failure(tmp_path / "program", source)
    assert "the program calls AWS itself (the command aws); programs run without" in message


def test_a_variable_that_is_not_passed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGE_TAG", "v1")
    source = "import os\nos.environ['{}']"
    assert failure(tmp_path, source.format("IMAGE_TAG")) == (
        "__main__.py:6: KeyError: 'IMAGE_TAG'; IMAGE_TAG is set, but not passed to programs: "
        "use --with-env IMAGE_TAG"
    )
    assert failure(tmp_path, source.format("NOT_SET")) == "__main__.py:6: KeyError: 'NOT_SET'"


def test_a_variable_that_a_program_does_without_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("IMAGE_TAG", "v1")
    source = """
    import os
    os.environ.get("NOT_SET"), os.getenv("IMAGE_TAG"), "IMAGE_TAG" in os.environ
    """
    with caplog.at_level(logging.WARNING):
        run(tmp_path, source)
    assert [record.getMessage() for record in caplog.records] == [
        "__main__.py:7: IMAGE_TAG is set, but not passed to programs: use --with-env IMAGE_TAG"
    ]


def test_missing_home_file_is_reported_with_option(tmp_path: Path) -> None:
    source = "import os\nopen(os.path.expanduser('~/.ssh/id.pub'))"
    assert failure(tmp_path, source) == (
        "__main__.py:6: FileNotFoundError: [Errno 2] No such file or directory: '~/.ssh/id.pub'; "
        "programs run with an empty home folder: use --with-env HOME"
    )


def test_region_variable_replaces_the_provider_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    source = """
    import os
    aws.s3.Bucket("b")
    aws.s3.Bucket("c", region="eu-west-1")
    pulumi.export("told", json.dumps([
        aws.get_region().region, aws.config.region, os.environ["AWS_DEFAULT_REGION"],
        len(aws.get_availability_zones().names)]))
    """
    graph = run(tmp_path, source, stack="config: {}\n")
    assert request_text(graph) == ["eu-west-3", "eu-west-3", "eu-central-1", 3]
    assert one(graph, "b").region == "eu-west-3"
    assert one(graph, "c").region == "eu-west-1"
    assert graph.source.default_region == DefaultRegion("eu-west-3", "AWS_REGION")


def test_region_option_precedes_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    source = """
    provider = aws.Provider("p")
    aws.s3.Bucket("b", opts=Opts(provider=provider))
    pulumi.export("told", json.dumps(aws.get_region().region))
    """
    folder = write(tmp_path, source, stack="config: {}\n")
    graph = preview.run(folder, region="eu-west-2")
    assert request_text(graph) == "eu-west-2"
    assert one(graph, "b").region == "eu-west-2"
    assert graph.source.default_region == DefaultRegion("eu-west-2", "--region")


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("p = aws.Provider('p')", "AWS_REGION"),  # the SDK reads the variable
        ("p = aws.Provider('p', region='us-west-1')", None),
    ],
)
def test_the_origin_of_a_providers_region_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, origin: str | None
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-west-1")
    source += "\naws.s3.Bucket('b', opts=Opts(provider=p))"
    graph = run(tmp_path, source, stack="config:\n  aws:region: eu-west-1\n")
    assert one(graph, "b").region == "us-west-1"
    found = graph.source.default_region
    assert found == (DefaultRegion("us-west-1", origin) if origin else None)


def test_stack_region_precedes_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "not-a-region")
    graph = run(tmp_path, "aws.s3.Bucket('b')\naws.get_region()")
    assert one(graph, "b").region == "eu-west-1"
    assert graph.source.default_region is None


@pytest.mark.parametrize("source", ["aws.s3.Bucket('b')", "aws.get_region()"])
def test_a_wrong_region_of_the_environment_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-wst-1")
    with pytest.raises(CostingError, match="AWS_REGION=eu-wst-1: unknown region"):
        run(tmp_path, source, stack="config: {}\n")
