"""A program's access: environment variables, home folder, AWS configuration, network."""

import logging
import os
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from textwrap import dedent

import pytest

from costing.errors import CallError
from costing.graph.preview import process
from costing.graph.preview.access import ALLOWED, Access, environment
from tests.costing.graph.preview.isolated import (
    SECRET_VARIABLES,
    failure,
    needs_cut,
    previewed,
    request_text,
)
from tests.costing.graph.preview.program import one
from tests.http_server import serving

OURS = {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "BOTO_CONFIG", "AWS_MAX_ATTEMPTS"}


OURS |= {"AWS_EC2_METADATA_DISABLED", "PWD", "PYTHONUSERBASE", "LC_CTYPE"}


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

    with serving(Answer) as address:
        yield int(address.rpartition(":")[2])


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
