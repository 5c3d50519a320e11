"""Treemap of the monthly cost: parts of the total, and in each its resources."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import squarify

from costing.model import Estimate
from plimsoll.report.cost_table import usd
from plimsoll.report.escape import shortened
from plimsoll.report.totals import key_of

WIDTH, HEIGHT = 960.0, 420.0  # user units of the SVG
MARGIN, HEAD = 2.0, 16.0
CHARACTER, LINE = 6.6, 14.0  # size of a character
SMALLEST = 1e-9  # share of the largest cost: an area above the precision of a float
SHORTEST = 4  # characters of a label
MOST = 40  # resources of a part that have a tile of their own
COLOURS = 8  # classes tile-0 to tile-7 of the style sheet


@dataclass(frozen=True, slots=True)
class Tile:
    x: float
    y: float
    width: float
    height: float
    title: str  # whole name and cost
    label: str  # name, as far as it fits; empty where nothing fits
    colour: int
    is_part: bool


def of_parts(estimate: Estimate, by: str) -> list[Tile]:
    """Return the tiles of the parts of the total, and in each those of its resources.

    A part with more than MOST resources has tiles of types instead.
    """
    key = key_of(by)
    costs: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for resource in estimate.resources:
        for charge in resource.charges:
            if charge.effective_cost:
                own = resource.name, resource.type
                costs[key(resource, charge)][own] += charge.effective_cost
    members = {name: [*members_of(its)] for name, its in costs.items()}
    sums = {
        name: sum((cost for _, cost in its), Decimal(0)) for name, its in members.items() if its
    }
    ordered = sorted(sums.items(), key=lambda part: (-part[1], part[0]))
    return [
        tile
        for index, (name, cost, box) in enumerate(laid_out(ordered, (0, 0, WIDTH, HEIGHT)))
        for tile in part(name, cost, members[name], box, index % COLOURS)
    ]


def members_of(costs: Mapping[tuple[str, str], Decimal]) -> Iterator[tuple[str, Decimal]]:
    paid = {own: cost for own, cost in costs.items() if cost > 0}
    if len(paid) <= MOST:
        yield from ((name, cost) for (name, _), cost in paid.items())
        return
    types: dict[str, list[Decimal]] = defaultdict(list)
    for (_, type_), cost in paid.items():
        types[type_].append(cost)
    for type_, each in types.items():
        yield f"{type_}, {len(each):,} resources", sum(each, Decimal(0))


Box = tuple[float, float, float, float]


def part(
    name: str, cost: Decimal, members: Sequence[tuple[str, Decimal]], box: Box, colour: int
) -> Iterator[Tile]:
    x, y, width, height = box
    yield tile(name, cost, box, colour, is_part=True)
    inner = (x + MARGIN, y + HEAD, width - 2 * MARGIN, height - HEAD - MARGIN)
    if inner[2] <= MARGIN or inner[3] <= MARGIN:
        return
    ordered = sorted(members, key=lambda part: (-part[1], part[0]))
    shown, rest = ordered[:MOST], ordered[MOST:]
    if rest:
        shown.append((f"{len(rest)} more", sum((cost for _, cost in rest), Decimal(0))))
    for member, its_cost, its_box in laid_out(shown, inner):
        yield tile(member, its_cost, its_box, colour, is_part=False)


def laid_out(parts: Sequence[tuple[str, Decimal]], box: Box) -> Iterator[tuple[str, Decimal, Box]]:
    """Yield each part with its rectangle (squarified treemap)."""
    x, y, width, height = box
    largest = max((cost for _, cost in parts), default=Decimal(1))
    shares = [max(float(cost / largest), SMALLEST) for _, cost in parts]
    sizes = squarify.normalize_sizes(shares, width, height)
    boxes = squarify.squarify(sizes, x, y, width, height)
    for (name, cost), found in zip(parts, boxes, strict=True):
        yield name, cost, (found["x"], found["y"], found["dx"], found["dy"])


def tile(name: str, cost: Decimal, box: Box, colour: int, *, is_part: bool) -> Tile:
    x, y, width, height = (round(value, 1) for value in box)
    title = f"{name}: {usd(cost)}"
    room = int((width - 2 * MARGIN) / CHARACTER)
    fits = room >= SHORTEST and height >= LINE
    label = shortened(title if len(title) <= room else name, room) if fits else ""
    return Tile(x, y, width, height, title, label, colour, is_part)
