"""Option --max-increase of `diff`."""

import json
from pathlib import Path

import pytest

from plimsoll.cli import main
from tests.plimsoll.report.hostile import INSTANCE, hostile_state, resource


@pytest.fixture
def states(tmp_path: Path) -> tuple[str, str]:
    """Return states of $8.392 a month with an instance more in the second one."""
    base = hostile_state()
    one = {"instanceType": "t3.micro", "associatePublicIpAddress": False}
    base["deployment"]["resources"] = [resource(INSTANCE, "a", one)]
    (tmp_path / "base.json").write_text(json.dumps(base))
    base["deployment"]["resources"].append(resource(INSTANCE, "b", one))
    (tmp_path / "head.json").write_text(json.dumps(base))
    return str(tmp_path / "base.json"), str(tmp_path / "head.json")


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("8.40", ""),
        ("100%", ""),
        ("8", "increase of $8.39 a month (100.0%) is over the limit of $8.00"),
        ("99.5%", "increase of $8.39 a month (100.0%) is over the limit of 99.5%"),
        ("0", "increase of $8.39 a month (100.0%) is over the limit of $0.00"),
        ("-1", "'-1' is neither an amount in USD nor a percentage; write 100 or 5%"),
        ("5 percent", "is neither an amount in USD nor a percentage; write 100 or 5%"),
    ],
)
def test_increase_over_the_limit_fails(
    states: tuple[str, str], limit: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["diff", *states, "--max-increase", limit])

    assert reason in capsys.readouterr().err
    assert ended.value.code == (0 if not reason else 1 if "over the" in reason else 2)


def test_decrease_never_fails(states: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["diff", *reversed(states), "--max-increase", "0"])

    assert ended.value.code == 0
