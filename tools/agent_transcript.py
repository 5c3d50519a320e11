"""Write docs/agent-transcript.md: an agent brings an example under a budget, over MCP.

The server runs over its real transport on a copy of the example. The edits are scripted; the
answers are real. Notes on the age of prices, which depend on the date, are left out.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any

import anyio
from mcp import Client, StdioServerParameters

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "agent-transcript.md"
EXAMPLE = ROOT / "examples" / "eks-cluster"
AGE = "are older than"
BUDGET = 500
NODES = "aws:eks/nodeGroup:NodeGroup"
WRITTEN = (
    "Written by `python -m tools.agent_transcript`, which calls the server of `plimsoll mcp` with "
    "the client of the package `mcp`. The edits are scripted; the answers are those of the "
    "server, with line breaks added."
)
TASK = (
    f"Task: bring [examples/eks-cluster](../examples/eks-cluster) to at most ${BUDGET} a month at "
    "the upper estimate, without a mandatory violation at profile dev. Keep three nodes for the "
    "system, and Spot GPUs of two types."
)
PARAGRAPHS = ("# An agent keeps to a budget", WRITTEN, TASK)


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a tool, after edits of the program."""

    reason: str
    tool: str
    arguments: dict[str, Any]
    edits: Sequence[tuple[str, str]] = field(default=())


def nodes(types: Sequence[str], size: int, **more: str) -> dict[str, Any]:
    sizes = {"desiredSize": size, "minSize": size, "maxSize": 2 * size}
    inputs = {"instanceTypes": [*types], "scalingConfig": sizes, **more}
    return {"type": NODES, "region": "us-east-1", "inputs": inputs}


STEPS = (
    Step(
        "How far is the stack from the budget, and which resources cost most?",
        "estimate",
        {"budget_usd": BUDGET, "top": 3},
    ),
    Step(
        "Both node groups cost most. Price the GPU group with smaller types before writing it.",
        "price",
        nodes(["g6.xlarge", "g4dn.xlarge"], 1, capacityType="SPOT"),
    ),
    Step("Price the system group with smaller nodes.", "price", nodes(["m7g.medium"], 3)),
    Step(
        "Together that fits. Edit the program, and estimate again.",
        "estimate",
        {"budget_usd": BUDGET, "top": 3},
        [('["m7g.large"]', '["m7g.medium"]'), ('"g5.xlarge", "g6', '"g6.xlarge", "g4dn')],
    ),
    Step("The budget is kept. Does the policy pass?", "check", {"profile": "dev", "top": 3}),
)


async def transcript(folder: Path) -> str:
    """Return the page; the program in the folder is edited."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "plimsoll", "mcp", "--root", str(folder)],
        cwd=folder,
    )
    parts = [f"{each}\n" for each in PARAGRAPHS]
    async with Client(parameters) as client:
        for number, step in enumerate(STEPS, 1):
            parts.append(f"## {number}. {step.reason}\n")
            if step.edits:
                parts.append(edited(folder / "__main__.py", step.edits))
            result = await client.call_tool(step.tool, step.arguments)
            (content,) = result.content
            parts.append(shown(step, content.text))  # type: ignore[union-attr]
    return "\n".join(parts)


def edited(path: Path, edits: Sequence[tuple[str, str]]) -> str:
    """Edit the program; return the difference as Markdown."""
    before = path.read_text(encoding="utf-8")
    after = before
    for old, new in edits:
        if old not in after:
            raise SystemExit(f"{path.name}: {old} is not in the program; update STEPS")
        after = after.replace(old, new)
    path.write_text(after, encoding="utf-8")
    lines = unified_diff(before.splitlines(), after.splitlines(), path.name, path.name, lineterm="")
    return "\n".join(["```diff", *lines, "```", ""])


def shown(step: Step, text: str) -> str:
    answer = json.loads(text)
    notes = [each for each in answer.pop("notes", []) if AGE not in each]
    if notes:
        answer["notes"] = notes
    call = f"{step.tool} {json.dumps(step.arguments)}"
    return "\n".join(["```json", call, *broken(answer), "```", ""])


def broken(answer: dict[str, Any]) -> Iterator[str]:
    """Yield the answer with a line for each key, and for each item of a list."""
    yield "{"
    for key, value in answer.items():
        comma = "" if key == [*answer][-1] else ","
        if isinstance(value, list) and value and not isinstance(value[0], float):
            yield f'  "{key}": ['
            for item in value:
                end = "" if item is value[-1] else ","
                yield f"    {json.dumps(item, ensure_ascii=False)}{end}"
            yield f"  ]{comma}"
        else:
            yield f'  "{key}": {json.dumps(value, ensure_ascii=False)}{comma}'
    yield "}"


def page() -> str:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(EXAMPLE, Path(folder) / EXAMPLE.name))
        return anyio.run(transcript, copy)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
