"""Attacks of names, tags, types and values on each format; parsers are the judges."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plimsoll.cli import main
from plimsoll.report.formats import FORMATS
from tests.plimsoll.report.hostile import ATTACK, BUCKET, INSTANCE, resource
from tests.plimsoll.report.judges import judged, terminal

ATTACKS = {
    "html": ATTACK,
    "html attribute": '"\' onmouseover=alert(1) x="',
    "html closing": "</details></td></table><b>bold</b><!--",
    "html entity": "&lt;b&gt;&#60;img src=x&#62;",
    "javascript link": "[click](javascript:alert(1)) <javascript:alert(1)>",
    "image": "![x](https://attacker.example/x.png)",
    "code fence": "```\n# heading\n```",
    "backticks": "`` ` <b>``",
    "table cell": r"a|b\|c\\|d",
    "table row": "x |\n|---|\n| y |",
    "mention": "@admins/all @everyone #1 !2 ~bug",
    "quick action": "/close\n/merge",
    "formula": '=HYPERLINK("https://attacker.example","x")',
    "formula plus": "+1+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)",
    "formula tab": "\t=1+1",
    "terminal colour": "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "terminal c1": "\x9b31m\x85",
    "backspaces": "safe\b\b\b\bevil\r",
    "bidirectional": "\u202egnp.exe\u2066",
    "control": "\x00\x01\x0b\x0c\x7f",
    "not in XML": "\ufffe\uffff",
    "cdata": "]]><!ENTITY x>",
    "mermaid": '"] --> evil["',
    "mermaid directive": "%%{init: {'securityLevel': 'loose'}}%%",
    "mermaid click": 'x\nclick n1 href "javascript:alert(1)"',
    "workflow command": "::error file=a,line=1::wrong",
    "workflow command in a line": "##[error]x ##vso[task.setvariable variable=x]y",
    "teamcity": "##teamcity[buildStatus status='SUCCESS']",
    "yaml": '": {evil: true}\nversion: 2\n# ',
    "yaml tag": "!!python/object:os.system [x]",
    "yaml anchor": "&a [*a, *a]",
    "template": "{{7*7}}{% raw %}${x}",
    "long": "n" * 2000,
}


COST = "cost state.json --allow-gaps --by tag:team"
CHECK = "check state.json --profile regulated"
# Command and the format of its output.
COMMANDS = (
    *((f"{COST} --format {each}", each) for each in FORMATS["estimate"]),
    *((f"{CHECK} --format {each}", each) for each in FORMATS["check"]),
    *((f"graph state.json --format {each}", each) for each in FORMATS["graph"]),
    *((f"diff base.json state.json --format {each}", each) for each in FORMATS["diff"]),
    (f"{CHECK} --framework soc2", "table"),
    ("recommendations few.json", "table"),
    ("recommendations few.json --format markdown", "markdown"),
    ("report state.json --allow-gaps --details", "tree"),
)
FILES = {"report.html": "html", "report.json": "json", "report.md": "markdown"}


def resources(value: str, index: int, size: str = "t3.micro") -> Iterator[dict[str, Any]]:
    """Yield resources with an attack as name, type, tag and as inputs that are read."""
    tags = {"tags": {"team": value, value: "x", "CostCenter": value}}
    kind = value.replace("::", ":").replace("$", "")
    yield resource(INSTANCE, value, {"instanceType": size, "userData": value, **tags})
    yield resource(INSTANCE, f"{value}-gap", {"instanceType": value})
    yield resource(BUCKET, f"b{value}", {"bucket": value, "acl": value, **tags})
    yield resource(f"aws:x/y:{kind}", f"unknown-type-{index}", {})
    yield resource("aws:lambda/function:Function", f"f{value}", {"runtime": value, **tags})
    yield resource("aws:sqs/queue:Queue", value, {"policy": value, "kmsMasterKeyId": value})


def state(size: str = "t3.micro", most: int = 6) -> str:
    """Return a state with the first resources of every attack."""
    every = [
        {**each, "sourcePosition": f"project:///a%20b/x%5B1%5D%28y%29.py#{index + 1}"}
        for index, value in enumerate(ATTACKS.values())
        for each in [*resources(value, index, size)][:most]
    ]
    return json.dumps({"version": 3, "deployment": {"resources": every}})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("attacks")
    (found / "state.json").write_text(state())
    (found / "few.json").write_text(state(most=1))
    (found / "base.json").write_text(state("m7i.large"))
    return found


@pytest.mark.parametrize(("command", "format_"), COMMANDS)
def test_attacks_stay_texts(
    command: str,
    format_: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(command.split())
    printed = capsys.readouterr()
    assert ended.value.code in {None, 0, 1}, printed.err
    judged(format_, printed.out)
    terminal(printed.err)
    for name, of_file in FILES.items() if command.startswith("report") else ():
        judged(of_file, (folder / "build" / name).read_text())


def test_usage_file_of_attacks_is_yaml(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    written = []
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main(["usage", "init", "state.json", "--out", "usage.yaml"])
        assert not ended.value.code, capsys.readouterr().err
        written.append((folder / "usage.yaml").read_text())
    assert written[0] == written[1]
    usage = YAML(typ="safe").load(written[0])
    assert set(usage) == {"version", "resources"}
    assert usage["version"] == 1
    assert all(not keys for keys in usage["resources"].values())


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_error_with_an_attack_is_one_safe_line(
    attack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *_ = resources(attack, 0)
    path = tmp_path / "state.json"
    path.write_text(json.dumps({"version": 3, "deployment": {"resources": [first, first]}}))
    with pytest.raises(SystemExit):
        main(["cost", str(path)])
    printed = capsys.readouterr().err

    assert len(printed.splitlines()) == 1, printed
    terminal(printed)
