"""Command `preflight`: check an AWS account before the first deployment."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Annotated, Any, Literal

import typer

from costing.errors import CallError
from plimsoll import options as o
from plimsoll.output import emit, finish
from plimsoll.preflight.account import Result
from plimsoll.sources import open_source


def preflight(
    program: o.ProgramOptions,
    output: o.OutputOptions,
    source: o.Source = ".",
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of the results.")
    ] = "table",
) -> None:
    """Check an AWS account before the first deployment; reads the account, changes nothing.

    Uses your AWS credentials: quotas, images, artifacts, service-linked roles, services that exist
    once, hosted zones, certificates and instance types in each zone.
    """
    graph = open_source(source, program, quiet=output.quiet).graph
    from plimsoll.preflight.checks import preflight as checked

    results = checked(graph, clients())
    emit(written(results, format_), output.out, quiet=output.quiet)
    missing = sum(each.status == "missing" for each in results)
    finish([f"{missing} missing"] if missing else [], quiet=output.quiet)


def clients(command: str = "preflight") -> Callable[[str, str], Any]:
    """Return a function that makes boto3 clients. Raise CallError without credentials."""
    import boto3

    session = boto3.Session()
    if session.get_credentials() is None:
        raise CallError(
            f"{command}: no AWS credentials; sign in, or set AWS_PROFILE, to an account whose "
            "settings may be read"
        )

    @cache
    def client(service: str, region: str) -> Any:  # noqa: ANN401 (boto3)
        return session.client(service, region_name=region)

    return client


def written(results: list[Result], format_: str) -> str:
    if format_ == "json":
        counts = dict.fromkeys(("ok", "missing", "taken", "unknown"), 0)
        for each in results:
            counts[each.status] += 1
        shape = {"version": 1, "results": [asdict(each) for each in results], "summary": counts}
        return json.dumps(shape, indent=2) + "\n"
    return "".join(f"{each.line()}\n" for each in results)
