"""Write docs/performance.md and docs/images/performance.svg: python -m benchmarks.performance_page.

The figures are those of one run on one computer; the page says under which load.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from math import log10

from benchmarks.clock import ROOT, python
from benchmarks.shapes import SHAPES, kinds
from benchmarks.sizes import BIN, COMMANDS, SIZES, Taken, exponent, measured, peers, taken
from benchmarks.states import one

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "images" / "performance.svg"
COLORS = {"cost": "#1f6feb", "check": "#bf3989"}
WIDTH, HEIGHT, MARGIN, GAP = 360, 260, 46, 40
HEAD = """\
# Performance

Written by `make performance`. States of ten types of resources, JSON results, whole commands, \
processor time (user and system) on two cores at load {load:.1f}; peak memory of the process. \
`python -c pass` takes {bare:.2f} s there, `plimsoll --help` {help:.2f} s.

![Processor time and memory by number of resources](images/performance.svg)

"""
TAIL = """
Growth from 10,000 to 100,000 resources, as exponent (1 is linear): {growth}.

Stacks of other shapes ({types} types whose resources have the same names and refer to each other \
by name; one VPC with subnets, security groups, route tables, target groups, endpoints and network \
ACLs; one role with attached policies), with the exponent from 10,000 to 100,000:

{shapes}

Other tools, whole processes on two idle cores (2026-11-30; prices of Infracost from a local \
server that answers at once):

{peers}

Tests count the function calls of `cost` and `check` on stacks of each shape, and of steps that \
once grew faster than the stack. They measure no time. `make bench` prints ratios of one run.
"""


def page(found: Sequence[Taken], load: float, shapes: Mapping[str, Sequence[Taken]]) -> str:
    bare, _ = taken([python(), "-c", "pass"])
    help_, _ = min(taken([BIN / "plimsoll", "--help"]) for _ in range(3))
    sizes = sorted({each.resources for each in found})
    by = {(each.command, each.resources): each for each in found}
    head = ["resources", *(f"{size:,}" for size in sizes)]
    rows = [
        [f"{command}, seconds", *(f"{by[command, size].seconds:.2f}" for size in sizes)]
        for command in COMMANDS
    ] + [
        [f"{command}, MiB", *(f"{by[command, size].peak_mib:,.0f}" for size in sizes)]
        for command in COMMANDS
    ]
    growth = ", ".join(
        f"{command} {exponent(by[command, sizes[-2]], by[command, sizes[-1]]):.2f}"
        for command in COMMANDS
    )
    others = [[name, *(of.get(size, "") for size in sizes)] for name, of in peers().items()]
    return (
        HEAD.format(load=load, bare=bare, help=help_)
        + table([head, *rows])
        + TAIL.format(
            growth=growth,
            peers=table([head, *others]),
            types=len(kinds()),
            shapes=table([*rows_of(shapes)]),
        )
    )


def rows_of(shapes: Mapping[str, Sequence[Taken]]) -> Iterator[Sequence[str]]:
    yield ["shape", "command", "10,000, s", "100,000, s", "exponent", "100,000, MiB"]
    for name, found in shapes.items():
        for command in COMMANDS:
            small, large = (each for each in found if each.command == command)
            yield [
                name,
                command,
                f"{small.seconds:.1f}",
                f"{large.seconds:.1f}",
                f"{exponent(small, large):.2f}",
                f"{large.peak_mib:,.0f}",
            ]


def table(rows: Sequence[Sequence[str]]) -> str:
    first, *others = (f"| {' | '.join(row)} |\n" for row in rows)
    return first + "|---" * len(rows[0]) + "|\n" + "".join(others)


def picture(found: Sequence[Taken]) -> str:
    """Return two charts with logarithmic axes: seconds and MiB by number of resources."""
    width = 2 * WIDTH + GAP
    charts = [
        *chart(found, "processor seconds", 0, [each.seconds for each in found]),
        *chart(found, "peak memory, MiB", WIDTH + GAP, [each.peak_mib for each in found]),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" '
        'font-family="sans-serif" font-size="11">\n'
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>\n'
        + "".join(f"{line}\n" for line in charts)
        + "</svg>\n"
    )


def chart(found: Sequence[Taken], title: str, left: int, values: Sequence[float]) -> Iterator[str]:
    low, high = log10(min(values)) - 0.1, log10(max(values)) + 0.1
    last = log10(max(each.resources for each in found))

    def at(resources: int, value: float) -> tuple[float, float]:
        across = log10(resources) / last * (WIDTH - 2 * MARGIN)
        up = (log10(value) - low) / (high - low) * (HEIGHT - 2 * MARGIN)
        return left + MARGIN + across, HEIGHT - MARGIN - up

    yield f'<text x="{left + MARGIN}" y="24" font-weight="bold">{title}</text>'
    bottom = HEIGHT - MARGIN
    yield f'<path d="M{left + MARGIN} 36V{bottom}H{left + WIDTH - 20}" fill="none" stroke="#888"/>'
    for size in SIZES:
        if log10(size) <= last:
            x, _ = at(size, 10**low)
            yield f'<text x="{x:.0f}" y="{bottom + 16}" text-anchor="middle">{size:,}</text>'
    for index, command in enumerate(COMMANDS):
        own = [
            (at(each.resources, value), value)
            for each, value in zip(found, values, strict=True)
            if each.command == command
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for (x, y), _ in own)
        color = COLORS[command]
        yield f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>'
        for (x, y), value in own:
            up = 6 if index else -12
            label = f"{value:.2f}" if value < 10 else f"{value:,.0f}"  # noqa: PLR2004 (digits)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>'
            yield f'<text x="{x:.1f}" y="{y - up:.1f}" fill="{color}">{label}</text>'
        yield f'<text x="{left + WIDTH - 80}" y="{40 + 14 * index}" fill="{color}">{command}</text>'


def main() -> None:
    load = os.getloadavg()[0]
    found = list(measured())
    shapes = {
        name: list(measured(SIZES[-2:], shape)) for name, shape in SHAPES.items() if shape != one
    }
    PICTURE.write_text(picture(found), encoding="utf-8")
    PAGE.write_text(page(found, load, shapes), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)} and {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
