"""Certified lower bound of a fleet's cost: a mixed-integer program, solved with HiGHS of SciPy.

The program chooses the instance types of the group, the one that runs on demand, and the
commitment, under a requirement (base, spot percent, number of types). A group's size in an hour
is that of its weakest type; spot instances are spread evenly over its types, as `plimsoll cost`
takes them. Hours with equal sizes are one segment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from costing.errors import CallError
from costing.plan.fleet import Requirement, TypeOption, on_demand_part
from costing.plan.sizing import Counts, Floats

SECONDS = 20.0  # limit of a solution; the bound holds even if it is reached
GAP = 1e-9


@dataclass(frozen=True, slots=True)
class Segments:
    """Hours with the same sizes: `sizes` has one row per instance type."""

    sizes: Counts  # (types, segments)
    weights: Floats  # hours a month


@dataclass(frozen=True, slots=True)
class Bound:
    """Solution of the program."""

    value: float  # USD a month: no fleet that meets the requirement costs less
    best: float  # of the program's best solution
    types: tuple[str, ...]  # of that solution
    solved: bool  # within the time limit


def merged(sizes: Counts, weights: Floats) -> Segments:
    """Return segments of different sizes."""
    unique, index = np.unique(sizes, axis=1, return_inverse=True)
    hours: Floats = np.bincount(index.ravel(), weights=weights).astype(float)
    return Segments(unique, hours)


@dataclass(slots=True)
class Program:
    """Columns and rows of a program, collected before they are passed to HiGHS."""

    costs: list[float]
    lower: list[float]
    upper: list[float]
    integer: list[bool]
    rows: list[tuple[float, float, dict[int, float]]]

    def column(self, cost: float, upper: float, *, integer: bool = False, lower: float = 0) -> int:
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.costs) - 1

    def row(self, low: float, high: float, terms: dict[int, float]) -> None:
        self.rows.append((low, high, terms))


INFINITY = float("inf")


def lower_bound(
    options: Sequence[TypeOption], segments: Segments, requirement: Requirement
) -> Bound:
    """Raise CallError if no types meet the requirement."""
    model = Model(Program([], [], [], [], []), options, requirement)
    program = model.program
    for option in options:
        usable = option.spot is not None or not requirement.spot_percent
        model.chosen.append(program.column(0, float(usable), integer=True))
        model.first.append(program.column(0, 1, integer=True))
    program.row(1, 1, dict.fromkeys(model.first, 1.0))
    program.row(requirement.types, INFINITY, dict.fromkeys(model.chosen, 1.0))
    for one, other in zip(model.first, model.chosen, strict=True):
        program.row(-INFINITY, 0, {one: 1, other: -1})
    hours = float(segments.weights.sum())
    for option in options:
        most = INFINITY if option.committed else 0
        model.committed.append(program.column((option.committed or 0) * hours, most))
    ordered = segments.sizes[np.argsort(segments.sizes.sum(axis=1))]
    if bool((np.diff(ordered, axis=0) >= 0).all()):
        model.weakest = model.selector()  # the same type in all segments
    for index in range(segments.sizes.shape[1]):
        model.add_segment(segments.sizes[:, index], float(segments.weights[index]))
    found = solved(program)
    names = tuple(
        option.name
        for option, each in zip(options, model.chosen, strict=True)
        if found.solution[each] > 0.5  # noqa: PLR2004 (of a binary)
    )
    return Bound(found.bound, found.objective, names, found.optimal)


@dataclass(slots=True)
class Model:
    """The columns that all segments share, by instance type."""

    program: Program
    options: Sequence[TypeOption]
    requirement: Requirement
    chosen: list[int] = field(default_factory=list)  # binary: in the group
    first: list[int] = field(default_factory=list)  # binary: runs on demand
    committed: list[int] = field(default_factory=list)  # instances

    weakest: list[int] | None = None  # binary: decides the size; None: differs by segment

    def selector(self) -> list[int]:
        """Return binaries of which one is set, of a type in the group."""
        found = [self.program.column(0, 1, integer=True) for _ in self.options]
        self.program.row(1, 1, dict.fromkeys(found, 1.0))
        for each, chosen in zip(found, self.chosen, strict=True):
            self.program.row(-INFINITY, 0, {each: 1, chosen: -1})
        return found

    def add_segment(self, sizes: Counts, weight: float) -> None:
        """Add the size of the group in a segment, and the parts on demand and spot.

        The size is that of the largest of its types, the part on demand follows from it.
        """
        program, need = self.program, self.requirement
        weakest = self.weakest or self.selector()
        most = float(sizes.max())
        size, bought = program.column(0, most), program.column(0, most)
        bought_parts = on_demand_part(sizes, need.base, need.spot_percent)
        for column, counts in ((size, sizes), (bought, bought_parts)):
            exact = dict(zip(weakest, (-float(each) for each in counts), strict=True))
            program.row(0, 0, {column: 1, **exact})
            for each, count in zip(self.chosen, counts, strict=True):
                program.row(0, INFINITY, {column: 1, each: -float(count)})
        parts = [column for each in self.on_demand(most, weight) for column in each]
        program.row(0, 0, {bought: 1, **dict.fromkeys(parts, -1.0)})
        bid = self.spot(most, weight) if need.spot_percent else []
        program.row(0, 0, {size: 1, bought: -1, **dict.fromkeys(bid, -1.0)})

    def on_demand(self, most: float, weight: float) -> Iterator[tuple[int, int]]:
        """Yield the instances of each type at the on-demand price and under commitment."""
        for option, first, plan in zip(self.options, self.first, self.committed, strict=True):
            plain = self.program.column(option.on_demand * weight, most)
            covered = self.program.column(0, most)
            self.program.row(-INFINITY, 0, {plain: 1, covered: 1, first: -most})
            self.program.row(-INFINITY, 0, {covered: 1, plan: -1})
            yield plain, covered

    def spot(self, most: float, weight: float) -> list[int]:
        """Return the spot instances of each type: equal for all types of the group."""
        spread = self.program.column(0, most)
        bid: list[int] = []
        for option, chosen in zip(self.options, self.chosen, strict=True):
            limit = most if option.spot is not None else 0
            each = self.program.column((option.spot or 0) * weight, limit)
            self.program.row(-INFINITY, 0, {each: 1, chosen: -most})
            self.program.row(-INFINITY, 0, {each: 1, spread: -1})
            self.program.row(-most, INFINITY, {each: 1, spread: -1, chosen: -most})
            bid.append(each)
        return bid


@dataclass(frozen=True, slots=True)
class Solved:
    solution: Sequence[float]
    objective: float
    bound: float
    optimal: bool


def solved(program: Program) -> Solved:
    """Raise CallError if no types meet the requirement."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    entries = [
        (row, column, value)
        for row, (_, _, terms) in enumerate(program.rows)
        for column, value in terms.items()
    ]
    rows, columns, values = zip(*entries, strict=True)
    shape = len(program.rows), len(program.costs)
    matrix = coo_array((values, (rows, columns)), shape=shape).tocsr()
    found = milp(
        np.array(program.costs),
        integrality=np.array(program.integer, dtype=int),
        bounds=Bounds(np.array(program.lower), np.array(program.upper)),
        constraints=LinearConstraint(
            matrix,
            np.array([low for low, _, _ in program.rows]),
            np.array([high for _, high, _ in program.rows]),
        ),
        options={"time_limit": SECONDS, "mip_rel_gap": GAP},
    )
    if found.x is None:
        raise CallError(
            "plan: no instance types meet the requirement; allow more types or less spot"
        )
    optimal = found.status == 0
    bound = found.fun if optimal else found.mip_dual_bound
    return Solved([float(each) for each in found.x], float(found.fun), float(bound), optimal)
