"""Command `simulate`: replay a stack's scaling policies on a demand trace."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.output import emit, finish, note
from plimsoll.report.formats import PlanFormat, written
from plimsoll.sources import open_source


def simulate(
    program: o.ProgramOptions,
    output: o.OutputOptions,
    trace: Annotated[
        Path,
        typer.Option(
            "--trace",
            help="CSV or Parquet file with the columns time and rate (requests per second).",
        ),
    ],
    source: o.Source = ".",
    region: o.Region = None,
    group: Annotated[
        str | None,
        typer.Option("--group", help="Auto Scaling group or ECS service. Default: the only one."),
    ] = None,
    requests_per_second: Annotated[
        float | None,
        typer.Option(
            "--requests-per-second",
            min=0.001,
            help="Requests per second of one fully used instance or task. Default: derived from "
            "the request target and the CPU target.",
        ),
    ] = None,
    service_ms: Annotated[
        float, typer.Option("--service-ms", min=0.01, help="Mean service time, milliseconds.")
    ] = 100.0,
    scale: Annotated[
        float, typer.Option("--scale", min=0.0001, help="Factor of the demand in the trace.")
    ] = 1.0,
    latency_ms: Annotated[
        float,
        typer.Option("--latency-ms", min=0.01, help="Latency above which a request is late, ms."),
    ] = 1000.0,
    startup: Annotated[
        float | None,
        typer.Option(
            "--startup",
            min=1,
            help="Time until an instance serves, seconds. Default: the group's warmup.",
        ),
    ] = None,
    warm_startup: Annotated[
        float,
        typer.Option(
            "--warm-startup", min=1, help="Time until an instance of the warm pool serves, seconds."
        ),
    ] = 60.0,
    interruptions: Annotated[
        float,
        typer.Option(
            "--interruptions",
            min=0,
            max=99,
            help="Share of a spot pool interrupted in a month, percent.",
        ),
    ] = 10.0,
    runs: Annotated[
        int, typer.Option("--runs", min=1, max=1000, help="Number of random runs.")
    ] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the random runs.")] = 1,
    out_usage: Annotated[
        Path | None,
        typer.Option(
            "--out-usage",
            help="Write the usage file that the results stand for, for plimsoll cost --usage.",
        ),
    ] = None,
    format_: Annotated[
        PlanFormat, typer.Option("--format", "-f", help="Format of the result.")
    ] = "table",
) -> None:
    """Replay the scaling policies of a stack on a demand trace.

    Prints instance hours, cost and the share of late requests.
    """
    from costing.plan.demand import read_trace
    from costing.plan.simulation import Settings, simulated, usage_lines
    from costing.prices.book import installed

    demand = read_trace(trace).scaled(scale)
    given = open_source(source, program, region, quiet=output.quiet)
    settings = Settings(
        group,
        requests_per_second,
        service_ms,
        latency_ms,
        startup,
        warm_startup,
        interruptions,
        runs=runs,
        seed=seed,
    )
    found = simulated(given.graph, installed(), demand, settings)
    emit(written("simulation", format_, found), output.out, quiet=output.quiet)
    if out_usage is not None:
        emit(usage_lines(found), out_usage, option="--out-usage")
        note(f"{out_usage}: written", quiet=output.quiet)
    gaps = [f"gap: {each}" for each in found.gaps]
    finish([*exit_reasons.of_source(given.graph.source), *gaps], quiet=output.quiet)
