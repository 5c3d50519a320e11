"""Errors of programs that need more access name the option that grants it."""

import logging
import os
import socket
from pathlib import Path

import pytest

from tests.costing.graph.preview.isolated import failure, needs_cut
from tests.costing.graph.preview.program import run
from tests.costing.graph.preview.test_isolation import FETCH


def test_a_failure_with_the_network_gets_no_advice(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    message = failure(tmp_path, FETCH.format(port=port), network=True)
    assert message == "__main__.py:6: URLError: <urlopen error [Errno 111] Connection refused>"


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
    monkeypatch.setenv("HOME", str(tmp_path / "absent"))
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
