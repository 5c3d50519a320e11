"""Measures start, embedded preview and pricing, each beside what it cannot be faster than."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import states
from benchmarks.bills import billing
from benchmarks.clock import ROOT, Command, python, run, side_by_side
from benchmarks.editor import editor
from benchmarks.in_engine import overhead
from benchmarks.planning import planning

BIN = python().parent
CHECKED = Path(__file__).with_name("rules_on_state.py")
LOAD = "import json, sys; json.load(open(sys.argv[1]))"
MOCKED = Path(__file__).with_name("under_mocks.py")
PROGRAM = Path(__file__).with_name("program")


def start() -> None:
    """`plimsoll --help` beside Python's own start."""
    bare, command = run([python(), "-c", "pass"], 7), run([BIN / "plimsoll", "--help"], 7)
    more = (command.seconds - bare.seconds) * 1000
    print(f"plimsoll --help: {more:.0f} ms over python -c pass (aim: 150 ms)")


def preview() -> None:
    """The embedded preview beside the bare SDK registering the same program."""
    beside_the_sdk("preview of prod", ROOT, "prod", 3)
    for count, runs in ((10, 5), (200, 5), (2000, 3)):
        beside_the_sdk(f"preview of {count:,} resources", PROGRAM, str(count), runs)


def beside_the_sdk(what: str, folder: Path, stack: str, runs: int) -> None:
    bare, ours = side_by_side(
        [
            [python(), MOCKED, folder, stack],
            [BIN / "plimsoll", "graph", folder, "--stack", stack, "--format", "json"],
        ],
        runs,
    )
    ratio = ours.seconds / bare.seconds
    print(
        f"{what}: {ours.seconds:.2f} s, {ratio:.2f} times the bare SDK's"
        f" {bare.seconds:.2f} s (aim: 1.3)"
    )


def programs() -> None:
    """Each of the tests' programs, from the command to its bill."""
    took = {}
    for path in sorted((ROOT / "tests" / "programs").glob("*/Pulumi.yaml")):
        command: Command = [BIN / "plimsoll", "cost", path.parent, "--format", "json"]
        if not any(path.parent.glob("Pulumi.*.yaml")):
            command = [*command, "--stack", "dev"]
        took[path.parent.name] = run(command, runs=1).seconds
    for name, seconds in took.items():
        print(f"plimsoll cost {name}: {seconds:.2f} s")
    longest = max(took, key=lambda name: took[name])
    print(f"{len(took)} programs: {sum(took.values()):.0f} s, the longest {longest}")


def pricing() -> None:
    """Exported states beside json.load of the same file."""
    with tempfile.TemporaryDirectory() as folder:
        for count in (10_000, 100_000):
            state = states.write(Path(folder, f"{count}.json"), count)
            load = run([python(), "-c", LOAD, state])
            ours = run([BIN / "plimsoll", "cost", state, "--format", "json", "--allow-gaps"])
            size = state.stat().st_size / 2**20
            print(
                f"pricing {count:,} resources ({size:.0f} MiB): {ours.seconds:.2f} s,"
                f" {ours.seconds / load.seconds:.1f} times json.load's {load.seconds:.2f} s"
                f" (aim: 10), peak {ours.peak_mib:.0f} MiB beside {load.peak_mib:.0f} MiB"
            )


def checking() -> None:
    """Every rule on an exported state of 10,000 resources."""
    with tempfile.TemporaryDirectory() as folder:
        state = states.write(Path(folder, "rules.json"), 10_000)
        printed = subprocess.check_output([python(), CHECKED, state], cwd=ROOT, text=True)
    seconds, rules, found = printed.split()
    print(
        f"{rules} rules on 10,000 resources: {float(seconds):.2f} s, {found} findings (aim: 10 s)"
    )


MEASURES: tuple[Callable[[], None], ...] = (
    start,
    preview,
    programs,
    pricing,
    checking,
    planning,
    billing,
    overhead,
    editor,
)

if __name__ == "__main__":
    print(f"in {ROOT.name}, medians:")
    for measure in MEASURES:
        measure()
