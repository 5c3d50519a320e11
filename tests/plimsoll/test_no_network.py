"""Commands that open no connection."""

import socket

import pytest

from tests.plimsoll.shop import PREVIEW, Run


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.usefixtures("no_socket")
@pytest.mark.parametrize("command", ["cost", "check", "report", "graph", "usage init"])
def test_command_opens_no_connection(run: Run, command: str) -> None:
    assert PREVIEW["steps"]
    status, _, errors = run(*command.split(), "preview.json")
    assert status in {None, 0, 1}, errors
