"""Command `plan`: find the cheapest design of a workload that reaches its objective."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from costing.errors import CallError
from plimsoll import options as o
from plimsoll.output import emit, finish, note, replace_file
from plimsoll.progress import shown
from plimsoll.report.formats import PlanFormat, written
from plimsoll.report_folder import ReportDir, add_study

if TYPE_CHECKING:
    from costing.plan.plan import Decision, JobPlan, Plan, ServicePlan
    from costing.plan.price_snapshot import PriceSnapshot
    from costing.plan.stack_settings import StackFile
    from costing.plan.workload import Workload

INIT = "init"
Backend = Literal["processes", "dask", "ray"]


def plan(
    output: o.OutputOptions,
    workload: Annotated[
        str,
        typer.Argument(
            help="Workload file; or init, to print a workload file with every key.",
            metavar="WORKLOAD|init",
        ),
    ],
    stack: Annotated[
        str | None,
        typer.Option(
            "--stack", "-s", help="Stack whose present settings the plan is compared with."
        ),
    ] = None,
    write: Annotated[
        str | None,
        typer.Option(
            "--write",
            metavar="STACK",
            help="Write the decisions into the settings of Pulumi.<STACK>.yaml and print the diff; "
            "write the plan into plan.<STACK>.json, which the rule fleet-matches-plan reads.",
        ),
    ] = None,
    project: Annotated[
        Path, typer.Option("--project", help="Folder of the stack files. Default: this folder.")
    ] = Path(),
    prices: Annotated[
        Path | None,
        typer.Option(
            "--prices-of",
            metavar="PLAN",
            help="JSON of an earlier plan whose prices are used. Default: the price book.",
        ),
    ] = None,
    spot_store: Annotated[
        Path,
        typer.Option(
            "--spot-store",
            help="Folder of plimsoll spot collect, whose prices are preferred if it exists.",
        ),
    ] = Path(".plimsoll") / "spot",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the simulation.")] = 1,
    weeks: Annotated[
        int,
        typer.Option("--weeks", min=100, max=1_000_000, help="Simulated weeks."),
    ] = 2000,
    workers: Annotated[
        int,
        typer.Option("--workers", min=1, max=256, help="Processes of the final simulation."),
    ] = 1,
    backend: Annotated[
        Backend,
        typer.Option(
            "--backend",
            help="Workers of the final simulation: processes of this computer, or a cluster of "
            "Dask or Ray (extras dask, ray).",
        ),
    ] = "processes",
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Address of the Dask or Ray cluster, such as tcp://10.0.0.4:8786. Default: a "
            "local cluster of --workers processes.",
        ),
    ] = None,
    format_: Annotated[
        PlanFormat, typer.Option("--format", "-f", help="Format of the plan.")
    ] = "table",
    report_dir: ReportDir = None,
    *,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain/--no-explain",
            help="Also compute runners-up, binding constraints and the influence of the inputs.",
        ),
    ] = True,
) -> None:
    """Find the cheapest design of a workload that reaches its objective.

    Status 1: a training job misses its deadline, or a price is missing.
    """
    if workload == INIT:
        from costing.plan.workload_text import workload_text

        emit(workload_text(), output.out, quiet=output.quiet)
        return
    from costing.plan.planner import Options
    from costing.plan.planner import plan as planned
    from costing.plan.stack_settings import stack_file
    from costing.plan.workers import Workers
    from costing.plan.workload_file import read

    if cluster is not None and backend == "processes":
        raise CallError("--cluster: needs --backend dask or --backend ray; add one of them")
    given = read(Path(workload))
    name = write or stack
    file = stack_file(project, name) if name is not None else None
    with shown(quiet=output.quiet):
        found = planned(
            given,
            prices_of(given, prices, spot_store),
            Options(seed, weeks, Workers(workers, backend, cluster), explain),
            file,
        )
    emit(written("plan", format_, found), output.out, quiet=output.quiet)
    add_study("plan", written("plan", "json", found), report_dir, quiet=output.quiet)
    if write is not None and file is not None:
        write_settings(file, found, quiet=output.quiet)
    finish([*reasons(found)], quiet=output.quiet)


def prices_of(workload: "Workload", earlier: Path | None, spot_store: Path) -> "PriceSnapshot":
    """Return the prices of an earlier plan, else those of the Spot store and the price book."""
    from costing.errors import CallError, nearest
    from costing.plan.price_snapshot import snapshot, stored
    from costing.plan.spot_store import mean_prices
    from costing.prices.book import installed

    if earlier is not None:
        return stored(earlier)
    book = installed()
    if workload.region not in book.prices:
        near = nearest(workload.region, book.regions())
        raise CallError(
            f"region {workload.region}: the price book has no prices for this region"
            f"{near or '; write a region code such as us-east-1'}"
        )
    types = {
        *(name for each in workload.services.values() for name in each.capacity),
        *(name for each in workload.jobs.values() for name in each.work_hours),
    }
    collected = mean_prices(spot_store, workload.region, types)
    return snapshot(workload.region, types, workload.commitments, book, collected)


def write_settings(file: "StackFile", found: "Plan", *, quiet: bool) -> None:
    from costing.plan.stack_settings import difference, edited

    groups: dict[str, list[Decision]] = {}
    planned: list[ServicePlan | JobPlan] = [*found.services, *found.jobs]
    for each in planned:
        if each.settings is not None:
            groups.setdefault(each.settings, []).extend(each.decisions)
    text = edited(file, groups, file.plan)
    stored = file.path.parent / file.plan
    replace_file([written("plan", "json", found).encode()], stored)
    changes = difference(file, text)
    if not changes:
        note(f"{file.path}: no change; written: {stored}", quiet=quiet)
        return
    if not quiet:
        typer.echo(changes, err=True, nl=False)
    replace_file([text.encode()], file.path)
    note(f"written: {file.path}, {stored}", quiet=quiet)


def reasons(found: "Plan") -> list[str]:
    late = [
        f"jobs.{each.name}: {each.missed:.1%} of the runs miss the deadline"
        for each in found.jobs
        if each.missed
    ]
    return [*late, *(f"gap: {each}" for each in found.gaps)]
