"""Command `mcp`: serve the commands as tools for coding agents."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll.option_values import seconds


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
    import anyio

    from plimsoll.mcp_server.roots import roots
    from plimsoll.mcp_server.server import serve

    anyio.run(serve, roots(root or ()), time_limit)
