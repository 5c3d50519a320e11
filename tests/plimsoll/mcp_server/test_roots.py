"""Paths of tool calls stay in the roots."""

from pathlib import Path

import pytest

from costing.errors import CallError
from plimsoll.mcp_server.roots import Roots, confined, confined_source, roots


@pytest.fixture
def allowed(tmp_path: Path) -> Roots:
    for name in ("work/shop", "other", "secret"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "work" / "out").symlink_to(tmp_path / "secret")
    (tmp_path / "work" / "in").symlink_to(tmp_path / "other")
    (tmp_path / "work" / "loop").symlink_to(tmp_path / "work" / "loop")
    return roots([tmp_path / "work", tmp_path / "other"])


def test_paths_inside_are_relative_to_the_first_root(allowed: Roots, tmp_path: Path) -> None:
    other = str((tmp_path / "other").resolve())

    assert confined("source", ".", allowed) == "."
    assert confined("source", "shop", allowed) == "shop"
    assert confined("source", str(tmp_path / "work" / "shop"), allowed) == "shop"
    assert confined("source", "in", allowed) == other
    assert confined("source", "-x", allowed) == "-x"
    assert confined("source", "~root", allowed) == "~root"  # no home folder is looked up
    assert confined_source("source", "git:HEAD", allowed) == "git:HEAD"
    assert confined_source("source", "git:v1:shop", allowed) == "git:v1:shop"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/etc/passwd", "/etc/passwd is outside of the roots"),
        ("out", "out is outside of the roots"),
        ("out/key.yaml", "is outside of the roots"),
        ("shop/../../secret", '".." is not allowed'),
        ("..", '".." is not allowed'),
        ("loop", "cannot be resolved"),
        ("", "is not a path"),
        ("a\0b", "is not a path"),
        ("a/" * 3000, "is not a path"),
        ("-", "standard input belongs to the protocol"),
        ("git:HEAD:../secret", '".." is not allowed'),
        ("git:HEAD:/etc", "is outside of the roots"),
    ],
)
def test_paths_outside_are_refused_in_one_line(allowed: Roots, path: str, reason: str) -> None:
    with pytest.raises(CallError) as error:
        confined_source("source", path, allowed)

    assert reason in str(error.value)
    assert str(error.value).startswith("source: ")
    assert "\n" not in str(error.value)


def test_root_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="not a folder"):
        roots([tmp_path / "absent"])
