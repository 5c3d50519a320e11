"""The server over its real transport, with the client of the package."""

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from plimsoll.mcp_server.command import Call, CommandError, run
from plimsoll.mcp_server.tools import TOOLS
from tests.costing.graph.preview.program import write
from tests.paths import ROOT

NOISY = """
import sys
import pulumi
import pulumi_aws as aws

print('{"jsonrpc": "2.0", "id": 1, "result": {}}', flush=True)
print("read", repr(sys.stdin.read()))
key = aws.kms.Key("key")
"""
ENDLESS = "while True: pass\n"
Answers = dict[str, tuple[bool, str]]
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "noisy": ("estimate", {"source": "noisy", "budget_usd": 0.5}),
    "endless": ("estimate", {"source": "endless", "program_seconds": 1}),
    "outside": ("check", {"source": "noisy/../../x"}),
    "unknown": ("estimat", {}),
    "price": (
        "price",
        {
            "type": "aws:lambda/function:Function",
            "region": "us-east-1",
            "usage": {"monthly_requests": 10_000_000},
        },
    ),
}


def server(folder: Path) -> StdioServerParameters:
    arguments = ["-m", "plimsoll", "mcp", "--root", str(folder)]
    return StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)


async def session(folder: Path) -> tuple[Answers, list[str], str, str]:
    """Return the answers of all calls, the tools, a schema, and the error of a read."""
    found: Answers = {}
    async with Client(server(folder)) as client:
        tools = [each.name for each in (await client.list_tools()).tools]

        async def call(key: str) -> None:
            name, arguments = CALLS[key]
            result = await client.call_tool(name, arguments)
            (content,) = result.content
            found[key] = bool(result.is_error), content.text  # type: ignore[union-attr]

        async with anyio.create_task_group() as group:
            for key in CALLS:
                group.start_soon(call, key)
        (schema,) = (await client.read_resource("plimsoll://schema/workload")).contents
        with pytest.raises(MCPError) as error:
            await client.read_resource("plimsoll://schema/../../etc/passwd")
        return found, tools, schema.text, str(error.value)  # type: ignore[union-attr]


def test_a_session(tmp_path: Path) -> None:
    write(tmp_path / "noisy", NOISY)
    write(tmp_path / "endless", ENDLESS)
    before = sorted(tmp_path.rglob("*"))

    found, tools, schema, refused = anyio.run(session, tmp_path)

    assert tools == [*TOOLS]
    assert json.loads(schema)["title"]
    assert refused.startswith("unknown resource plimsoll://schema/../../etc/passwd")
    failed, noisy = found["noisy"]
    assert not failed
    assert json.loads(noisy)["monthly_usd"] == 1.0
    assert not json.loads(noisy)["passes"]
    assert json.loads(noisy)["notes"][-1].endswith("is over the budget of $0.50")
    assert found["endless"][0]
    assert "the program has not ended after 1 seconds" in found["endless"][1]
    assert "\n" not in found["endless"][1]
    assert found["outside"] == (
        True,
        'source: noisy/../../x: ".." is not allowed; write a path below the root',
    )
    assert found["unknown"][0]
    assert 'did you mean "estimate"' in found["unknown"][1]
    assert not found["price"][0]
    assert json.loads(found["price"][1])["monthly_usd"] == 2.0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_call_ends_after_the_time_limit(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as error:
        anyio.run(run, Call(("rules", "list")), tmp_path, 0.05)

    assert str(error.value).startswith("plimsoll rules: not finished after 0.05 seconds; ")
