"""A program that cannot be previewed ends in one line: what is wrong, where, what to do."""

import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from costing.errors import CallError, CostingError, ProgramError
from costing.graph import preview
from costing.graph.preview.tail import KEPT, PIECE, Tail
from tests.costing.graph.preview.program import PROJECT, STACK, run, write


def failure(folder: Path, source: str, **more: Any) -> str:
    with pytest.raises(ProgramError) as raised:
        run(folder, source, **more)
    message = str(raised.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise ValueError('two\\nlines')", "__main__.py:5: ValueError: two lines"),
        ("aws.s3.Bucket('b')\nraise pulumi.RunError('no zones')", "no zones"),
        ("x = {}\nx['a']", "__main__.py:6: KeyError: 'a'"),
        ("x = (", "__main__.py:5: SyntaxError: '(' was never closed"),
        (
            "class Own(Exception):\n    def __str__(self): raise TypeError\nraise Own",
            "__main__.py:7: Own: its message cannot be printed (TypeError)",
        ),
        ("raise SystemExit(3)", "__main__.py:5: the program ends early: exit status 3"),
        ("raise SystemExit('no way')", "__main__.py:5: the program ends early: no way"),
        (
            "a = aws.s3.Bucket('b')\naws.s3.Bucket('b', opts=Opts(depends_on=a))",
            (
                "__main__.py:6: Duplicate resource URN "
                "'urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b'; try giving it a unique name"
            ),
        ),
        (
            "aws.s3.Bucket('b').tags.apply(lambda tags: tags['x'])\npulumi.export('x', 1)",
            None,
        ),
        (
            "pulumi.Output.from_input(1).apply(lambda one: 1 / 0)",
            "__main__.py:5: ZeroDivisionError: division by zero",
        ),
        (
            "pulumi.Config().require('size')",
            (
                "Pulumi.dev.yaml: the program needs shop:size: "
                "pulumi config set size VALUE --stack dev, or write it under `config:`"
            ),
        ),
        (
            "pulumi.Config('other').require_secret('token')",
            (
                "Pulumi.dev.yaml: the program needs other:token: pulumi config set "
                "other:token VALUE --secret --stack dev, or write it under `config:`"
            ),
        ),
        (
            "pulumi.Config('aws').require_int('region')",
            "__main__.py:5: Configuration 'aws:region' value 'eu-west-1' is not a valid 'int'",
        ),
    ],
)
def test_failing_program_is_reported_with_its_line(
    tmp_path: Path, source: str, message: str | None
) -> None:
    if message is None:
        run(tmp_path, source)  # what is not known before deploying is not run
    else:
        assert failure(tmp_path, source) == message


def test_error_names_the_line_of_the_program(tmp_path: Path) -> None:
    files = {"parts/net.py": "import json\ndef plan():\n    return json.loads('{')\n"}
    message = failure(tmp_path, "from parts.net import plan\nplan()", files=files)
    assert message.startswith("parts/net.py:3: JSONDecodeError: ")


def test_missing_module_is_reported_with_install_command(tmp_path: Path) -> None:
    message = failure(tmp_path, "import no_such_module")
    assert message.startswith("__main__.py:5: No module named 'no_such_module' in ")
    assert "install the program's dependencies: " in message


def test_killed_program_is_reported_with_its_signal(tmp_path: Path) -> None:
    message = failure(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert "the program ends early: SIGKILL" in message


def test_exit_status_of_a_program_that_reports_nothing(tmp_path: Path) -> None:
    message = failure(tmp_path, "import os; os._exit(7)")
    assert message.endswith("Pulumi.yaml: the program ends early: exit status 7")


def test_time_limit_names_the_current_line(tmp_path: Path) -> None:
    source = "import time\naws.s3.Bucket('b')\ntime.sleep(100)"
    with pytest.raises(ProgramError) as raised:
        preview.run(write(tmp_path, source), timeout_seconds=5)
    assert str(raised.value) == (
        "__main__.py:7: the program has not ended after 5 seconds; "
        "remove the wait or loop there, use --timeout SECONDS, or run: "
        "set -o pipefail; pulumi preview --json --show-sames | plimsoll cost -"
    )


def test_output_of_a_talkative_program_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Tail] = []
    start = Tail.__init__

    def noted(tail: Tail, reading: int) -> None:
        start(tail, reading)
        seen.append(tail)

    monkeypatch.setattr(Tail, "__init__", noted)
    source = (
        "import os\nwhile True:\n    print('x' * 9999, flush=True)\n    os.write(2, b'y' * 9999)"
    )
    with pytest.raises(ProgramError, match=r"^__main__.py:\d: .* ended after 3 s"):
        preview.run(write(tmp_path, source), timeout_seconds=3)

    assert 0 < sum(map(len, seen[0].pieces)) <= KEPT * PIECE
    assert not seen[0].thread.is_alive()


def test_last_line_of_a_talkative_program_is_named(tmp_path: Path) -> None:
    source = (
        "import os\nfor n in range(9999):\n    print(n, 'z' * 999)\nprint('the end', flush=True)"
    )
    assert failure(tmp_path, f"{source}\nos._exit(7)").endswith("exit status 7: the end")


def test_time_limit_of_the_stack_file_is_used(tmp_path: Path) -> None:
    folder = write(tmp_path, "import time; time.sleep(100)")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  plimsoll:timeout: 1.5\n")
    with pytest.raises(ProgramError, match=r"has not ended after 1\.5 seconds"):
        preview.run(folder)


@pytest.mark.parametrize("seconds", ["0", "-3", "2m", "nan", "86401", "true"])
def test_invalid_time_limit_is_refused(tmp_path: Path, seconds: str) -> None:
    folder = write(tmp_path, "")
    (folder / "Pulumi.dev.yaml").write_text(f"config:\n  plimsoll:timeout: {seconds}\n")
    with pytest.raises(CallError) as raised:
        preview.run(folder)
    assert str(raised.value) == (
        f"plimsoll:timeout is '{seconds}'; write seconds, more than 0 and at most 86400, "
        "such as 300"
    )


def test_processes_of_a_program_end_with_it(tmp_path: Path) -> None:
    source = f"""
    import subprocess, sys
    wait = "import time, pathlib; time.sleep(1); pathlib.Path('{tmp_path}/late').touch()"
    subprocess.Popen([sys.executable, "-c", wait])
    """
    run(tmp_path / "program", source)
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize(
    ("files", "stack", "message"),
    [
        ({}, None, "{0}: Pulumi.yaml does not exist; specify a folder with one"),
        (
            {"infra/Pulumi.yaml": PROJECT},
            None,
            "{0}: Pulumi.yaml does not exist; specify the program's folder: {0}/infra",
        ),
        ({"Pulumi.yaml": "name: [\n"}, None, "{0}/Pulumi.yaml:2: not valid YAML: "),
        ({"Pulumi.yaml": "runtime: python\n"}, None, "{0}/Pulumi.yaml:1: name is missing; add it"),
        ({"Pulumi.yaml": "- a\n"}, None, "{0}/Pulumi.yaml:1: the file is not a mapping"),
        (
            {"Pulumi.yaml": "name: shop\nruntime: nodejs\n"},
            None,
            (
                "{0}/Pulumi.yaml: the program's runtime is nodejs; run: "
                "set -o pipefail; pulumi preview --json --show-sames | plimsoll cost -"
            ),
        ),
        (
            {"Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": "config:\n  a: {b\n"},
            None,
            "{0}/Pulumi.dev.yaml:3: not valid YAML: ",
        ),
        (
            {"Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": "config: 3\n"},
            None,
            "{0}/Pulumi.dev.yaml:1: config is not a mapping",
        ),
        (
            {"Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": ""},
            None,
            "{0}: several stacks, none selected; use --stack NAME with one of dev, prod",
        ),
        (
            {"Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": ""},
            "prdo",
            '{0}: Pulumi.prdo.yaml does not exist; stacks here: dev, prod; did you mean "prod"?',
        ),
        (
            {"Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": ""},
            None,
            "{0}/Pulumi.yaml: {0} has no __main__.py; set main",
        ),
        (
            {"Pulumi.yaml": PROJECT + "main: app/\n", "Pulumi.dev.yaml": ""},
            None,
            "{0}/Pulumi.yaml: main app/ does not exist",
        ),
        (
            {
                "Pulumi.yaml": PROJECT + "config:\n  size: {type: integer}\n",
                "Pulumi.dev.yaml": "",
                "__main__.py": "",
            },
            None,
            "Pulumi.dev.yaml: the program needs shop:size: pulumi config set size VALUE",
        ),
        (
            {
                "Pulumi.yaml": PROJECT,
                "Pulumi.dev.yaml": "config:\n  plimsoll:stackOutputs: no.yaml\n",
                "__main__.py": "",
            },
            None,
            "{0}/no.yaml: No such file or directory",
        ),
        (
            {
                "Pulumi.yaml": PROJECT,
                "Pulumi.dev.yaml": "config:\n  plimsoll:stackOutputs: list.yaml\n",
                "list.yaml": "- a\n",
                "__main__.py": "",
            },
            None,
            "{0}/list.yaml: expected the name of a stack with its outputs below it, found ['a']",
        ),
    ],
)
def test_incomplete_project_is_reported_with_its_fault(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    stack: str | None,
    message: str,
) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(dedent(text))
    with pytest.raises(CostingError) as raised:
        preview.run(folder, stack)
    assert str(raised.value).startswith(message.format(folder))
    assert "\n" not in str(raised.value)


def test_selected_stack_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path, "", files={"Pulumi.prod.yaml": STACK})
    monkeypatch.setenv("PULUMI_STACK", "org/prod")
    assert preview.run(folder).source.stack == "prod"


def test_a_project_without_stacks_is_previewed_as_dev(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "__main__.py").write_text("")

    assert preview.run(tmp_path).source.stack == "dev"
    assert caplog.messages == ['no stack found; assuming stack "dev" (use --stack NAME)']


def test_a_stack_may_be_named_with_its_organization(tmp_path: Path) -> None:
    assert preview.run(write(tmp_path, ""), "org/shop/dev").source.stack == "dev"
