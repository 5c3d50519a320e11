"""Command `mcp`: serve the commands as tools for coding agents."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll.option_values import seconds

MISSING = "plimsoll mcp: the package mcp is not installed; run: pip install 'plimsoll[mcp]'"


def mcp(
    root: Annotated[
        list[Path] | None,
        typer.Option(
            "--root",
            metavar="DIR",
            help=(
                "Folder that calls may name programs and files in; repeatable. Relative paths "
                "start at the first. Default: the current folder."
            ),
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit",
            parser=seconds,
            metavar="SECONDS",
            help="End a call after this time, in seconds. Default: 120.",
        ),
    ] = 120.0,
) -> None:
    """Serve the commands as tools for coding agents, over MCP on standard input and output.

    Tools: estimate, diff, check, explain, price, usage_template, rules, plan, tradeoffs. No tool
    writes a file.
    """
    from costing.errors import CallError

    try:
        import anyio

        from plimsoll.mcp_server.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in {"costing", "plimsoll"}:
            raise
        raise CallError(MISSING) from error
    from plimsoll.mcp_server.roots import roots

    anyio.run(serve, roots(root or ()), time_limit)
