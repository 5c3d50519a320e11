"""Diagram of components and what they use: boxes in layers, arrows from user to used."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.graph.resource import Graph
from costing.model import ZERO, Estimate
from plimsoll.report.cost_table import usd
from plimsoll.report.escape import shortened
from plimsoll.report.html.architecture import Link, links
from plimsoll.report.totals import totals

WIDTH, HEIGHT, ACROSS, DOWN = 164, 38, 230, 50  # user units: a box, and from box to box
MARGIN = 10
LABEL = 22  # characters of a name in a box
MOST = 60  # boxes: further components are named below the diagram
SWEEPS = 6  # passes over the layers that shorten the arrows
SHARED_BY = 0.4  # share of the components from which a used one is listed, not drawn
LEAST_SHARED = 6  # users from which a component may be listed


@dataclass(frozen=True, slots=True)
class Box:
    name: str
    label: str
    cost: str
    uses: tuple[str, ...]
    x: int
    y: int
    number: int


@dataclass(frozen=True, slots=True)
class Arrow:
    path: str  # of an SVG
    user: int  # number of the box
    used: int


@dataclass(frozen=True, slots=True)
class Diagram:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    shared: tuple[tuple[str, int], ...]  # components that most others use, with the number of users
    left_out: int


def diagram(graph: Graph, estimate: Estimate) -> Diagram | None:
    """Return None for a stack in which no component uses another one."""
    found = links(graph)
    if not found:
        return None
    costs = dict(totals(estimate, "component"))
    shared = shared_components(found)
    uses = {each.component: [one for one in each.uses if one not in shared] for each in found}
    names = {name for user, used in uses.items() if used for name in (user, *used)} - shared.keys()
    ordered = sorted(names, key=lambda name: (-costs.get(name, ZERO), name))
    shown, rest = ordered[:MOST], ordered[MOST:]
    drawn = {name: [one for one in uses.get(name, ()) if one in shown] for name in shown}
    every = {each.component: each.uses for each in found}
    return placed(layers(drawn), drawn, every, costs, tuple(shared.items()), len(rest))


def shared_components(found: Sequence[Link]) -> dict[str, int]:
    """Return components that so many others use that their arrows would hide the rest."""
    users = Counter(used for each in found for used in each.uses)
    least = max(LEAST_SHARED, SHARED_BY * len(found))
    return {name: count for name, count in users.most_common() if count >= least}


def layers(uses: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return the components by their distance from one that none uses, in a readable order."""
    forward = without_cycles(uses)
    level = dict.fromkeys(forward, 0)
    for name in reversed(finished(forward)):
        for used in forward[name]:
            level[used] = max(level[used], level[name] + 1)
    found: dict[int, list[str]] = defaultdict(list)
    for name in sorted(forward):
        found[level[name]].append(name)
    return untangled([found[number] for number in sorted(found)], forward)


def without_cycles(uses: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return the uses without those that lead back to a component that is being visited."""
    kept: dict[str, list[str]] = {name: [] for name in uses}
    done: set[str] = set()
    for start in sorted(uses):
        path: dict[str, None] = {}
        stack = [(start, iter(sorted(uses[start])))] if start not in done else []
        path.update(dict.fromkeys([start]) if stack else {})
        while stack:
            name, rest = stack[-1]
            used = next(rest, None)
            if used is None:
                stack.pop()
                path.pop(name)
                done.add(name)
            elif used not in path:
                kept[name].append(used)
                if used not in done:
                    path[used] = None
                    stack.append((used, iter(sorted(uses[used]))))
    return kept


def finished(forward: Mapping[str, Collection[str]]) -> list[str]:
    """Return the components so that each comes after those that it uses."""
    found: dict[str, None] = {}
    for start in sorted(forward):
        stack = [(start, False)]
        while stack:
            name, is_done = stack.pop()
            if is_done:
                found.setdefault(name)
            elif name not in found:
                stack += [(name, True), *((used, False) for used in forward[name])]
    return list(found)


def untangled(found: list[list[str]], forward: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return layers in which a component is near the middle of its neighbours."""
    backward: dict[str, list[str]] = defaultdict(list)
    for name, used in forward.items():
        for each in used:
            backward[each].append(name)
    for sweep in range(SWEEPS):
        near = forward if sweep % 2 else backward
        place = {
            name: index / max(len(layer), 1) for layer in found for index, name in enumerate(layer)
        }

        def middle(name: str, near: Mapping[str, Collection[str]] = near) -> tuple[float, str]:
            neighbours = [place[each] for each in near.get(name, ())]  # noqa: B023 (called at once)
            own = sum(neighbours) / len(neighbours) if neighbours else place[name]  # noqa: B023
            return own, name

        found = [sorted(layer, key=middle) for layer in found]
    return found


def placed(
    found: Sequence[Sequence[str]],
    uses: Mapping[str, Collection[str]],
    every: Mapping[str, tuple[str, ...]],
    costs: Mapping[str, Decimal],
    shared: tuple[tuple[str, int], ...],
    left_out: int,
) -> Diagram:
    tallest = max(map(len, found), default=0)
    boxes: dict[str, Box] = {}
    for column, layer in enumerate(found):
        above = (tallest - len(layer)) * DOWN // 2
        for row, name in enumerate(layer):
            cost = costs.get(name, ZERO)
            boxes[name] = Box(
                name,
                shortened(name, LABEL),
                usd(cost) if cost else "",
                every.get(name, ()),
                MARGIN + column * ACROSS,
                MARGIN + above + row * DOWN,
                len(boxes),
            )
    arrows = (
        Arrow(curve(boxes[user], boxes[used]), boxes[user].number, boxes[used].number)
        for user, its in uses.items()
        for used in its
    )
    return Diagram(
        2 * MARGIN + (len(found) - 1) * ACROSS + WIDTH,
        2 * MARGIN + max(tallest - 1, 0) * DOWN + HEIGHT,
        tuple(boxes.values()),
        tuple(arrows),
        shared,
        left_out,
    )


def curve(user: Box, used: Box) -> str:
    """Return an SVG path from the right side of a box to the left side of another."""
    x, y = user.x + WIDTH, user.y + HEIGHT // 2
    to_x, to_y = used.x - 3, used.y + HEIGHT // 2
    bend = max((to_x - x) // 2, 30)
    return f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"


def names(listed: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} (by {count})" for name, count in listed)
