"""Programs run once, and their settings keep the requested type."""

from contextlib import suppress
from pathlib import Path

import pytest

from costing.errors import ProgramError
from costing.graph import preview
from tests.costing.graph.preview.program import PROJECT, STACK, one, run, write

COUNTING = """
with open("runs.txt", "a") as file:
    file.write("run\\n")
"""


@pytest.mark.parametrize(
    "source",
    [
        "aws.s3.Bucket('b').id.apply(lambda text: int(text))",
        "raise ValueError('x')",
        "pulumi.Output.from_input('x').apply(int)",
        "config = pulumi.Config()\nconfig.require_int('a'), config.get_secret_bool('b')",
        "json.loads('{')",
    ],
)
@pytest.mark.parametrize("assume_ids", [False, True])
def test_program_runs_once(
    tmp_path: Path,
    source: str,
    assume_ids: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    stack = STACK + "  shop:a: {secure: AAABAA}\n  shop:b: {secure: AAABAB}\n"
    folder = write(tmp_path, COUNTING + source, stack=stack)
    with suppress(ProgramError):
        preview.run(folder, assumptions=preview.Assumptions(ids=assume_ids))
    assert (folder / "runs.txt").read_text() == "run\n"


def test_encrypted_setting_has_the_requested_type(tmp_path: Path) -> None:
    stack = "config:\n" + "".join(f"  shop:{key}: {{secure: AA{key}}}\n" for key in "abcd")
    source = """
    config = pulumi.Config()
    pulumi.export("types", [type(each).__name__ for each in (config.require_int("a"),
        config.require_bool("b"), config.get_float("c"), config.get_object("d"), config.get("a"))])
    """
    graph = run(tmp_path, source, stack=stack, project=PROJECT)
    assert one(graph, "shop-dev").outputs["types"] == ["int", "bool", "float", "dict", "str"]
