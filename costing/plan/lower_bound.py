"""Certified lower bound of a fleet's cost: a mixed-integer program solved with HiGHS.

The program chooses the instance types of the group, the one that runs on demand, and the
commitment, under a requirement (base, spot percent, number of types). A group's size in an hour
is that of its weakest type; spot instances are spread evenly over its types, as `plimsoll cost`
takes them. Hours with equal sizes are one segment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from costing.errors import CallError
from costing.plan.fleet import PERCENT, Requirement, TypeOption
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
    """Raise CallError without the extra `plan`."""
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
    for index in range(segments.sizes.shape[1]):
        sizes = segments.sizes[:, index].astype(float)
        model.add_segment(sizes, float(segments.weights[index]))
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

    def add_segment(self, sizes: Floats, weight: float) -> None:
        """Add the size of the group in a segment, and the parts on demand and spot."""
        program = self.program
        most, least = float(sizes.max()), float(sizes.min())
        size = program.column(0, most, lower=least)
        for each, needed in zip(self.chosen, sizes, strict=True):
            program.row(0, INFINITY, {size: 1, each: -float(needed)})
        bought = program.column(0, most, integer=True)
        low, high = (on_demand_of(each, self.requirement) for each in (least, most))
        if most > least:  # the part on demand is concave in the size: it lies above its chord
            slope = (high - low) / (most - least)
            program.row(low - slope * least, INFINITY, {bought: 1, size: -slope})
        else:
            program.row(low, INFINITY, {bought: 1})
        parts = [column for each in self.on_demand(most, weight) for column in each]
        program.row(0, 0, {bought: 1, **dict.fromkeys(parts, -1.0)})
        bid = self.spot(most, weight) if self.requirement.spot_percent else []
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


def on_demand_of(size: float, requirement: Requirement) -> float:
    base = min(float(requirement.base), size)
    return base + (size - base) * (PERCENT - requirement.spot_percent) / PERCENT


@dataclass(frozen=True, slots=True)
class Solved:
    solution: Sequence[float]
    objective: float
    bound: float
    optimal: bool


def solved(program: Program) -> Solved:
    try:
        import highspy  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise CallError(
            "plan: the package highspy is not installed; run: pip install 'plimsoll[plan]'"
        ) from error
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), len(program.rows)
    model.col_cost_ = np.array(program.costs)
    model.col_lower_, model.col_upper_ = np.array(program.lower), np.array(program.upper)
    model.row_lower_ = np.array([low for low, _, _ in program.rows])
    model.row_upper_ = np.array([high for _, high, _ in program.rows])
    model.integrality_ = [
        highspy.HighsVarType.kInteger if each else highspy.HighsVarType.kContinuous
        for each in program.integer
    ]
    lengths = [len(terms) for _, _, terms in program.rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    model.a_matrix_.index_ = np.array(
        [column for _, _, terms in program.rows for column in terms], dtype=np.int32
    )
    model.a_matrix_.value_ = np.array(
        [value for _, _, terms in program.rows for value in terms.values()], dtype=float
    )
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", GAP)
    highs.setOptionValue("time_limit", SECONDS)
    highs.passModel(model)
    highs.run()
    status, report = highs.getModelStatus(), highs.getInfo()
    optimal = status == highspy.HighsModelStatus.kOptimal
    if not optimal and status != highspy.HighsModelStatus.kTimeLimit:
        raise CallError(
            "plan: no instance types meet the requirement; allow more types or less spot"
        )
    return Solved(
        highs.getSolution().col_value,
        report.objective_function_value,
        report.objective_function_value if optimal else report.mip_dual_bound,
        optimal,
    )
