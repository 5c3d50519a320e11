"""Policies that finish a training job on spot and on-demand instances before a deadline.

Time runs in ticks, those of the availability trace. An instance that starts spends `overhead` ticks
without progress (boot, load of the checkpoint). Costs are in on-demand ticks: on demand costs 1,
spot `spot_price`. An infeasible state costs infinity, so that a policy never risks the deadline.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from costing.plan.arrays import Bools, Floats
from costing.plan.spot_rates import Rates

NONE, SPOT, ON_DEMAND = range(3)  # what runs, and what a policy decides to run
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Choices = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Job:
    """A job in ticks. Raise ValueError if on-demand instances cannot meet the deadline."""

    work: int
    deadline: int
    overhead: int
    spot_price: float  # of a tick, on demand = 1

    def __post_init__(self) -> None:
        if self.work + self.overhead > self.deadline:
            raise ValueError(
                f"{self.work} ticks of work and {self.overhead} of start-up exceed the deadline "
                f"of {self.deadline}"
            )


@dataclass(frozen=True, slots=True)
class Policy:
    """The best decision in each state: tick, available, running, overhead left, work left."""

    job: Job
    choices: Choices
    cost: Floats  # expected at the start, with and without spot available at the first tick

    def choose(self, tick: int, states: "States") -> Choices:
        at = (states.available.astype(np.int64), states.running, states.overhead, states.work)
        found: Choices = self.choices[tick][at]
        return found


@dataclass(slots=True)
class States:
    """Runs that are replayed together, one element each."""

    available: Bools
    running: Ints
    overhead: Ints
    work: Ints


Choose = Callable[[int, States], Choices]  # of a tick


def solve(job: Job, rates: Rates) -> Policy:
    """Return the policy of least expected cost for a two-state spot pool, by backward induction.

    O(deadline x overhead x work). `rates`: of one tick, each in (0, 1).
    """
    choices = np.zeros((job.deadline, 2, 3, job.overhead + 1, job.work + 1), dtype=np.uint8)
    ahead = at_deadline(job)
    for tick in range(job.deadline - 1, -1, -1):
        ahead = before(job, ahead, (rates.recovery, 1 - rates.loss), choices[tick])
    return Policy(job, choices, np.array([ahead.none[0][job.work], ahead.none[1][job.work]]))


def offline_optimum(job: Job, up: Bools) -> float:
    """Return the least cost of a job that knows its trace, of at least `deadline` ticks."""
    unused = np.zeros((2, 3, job.overhead + 1, job.work + 1), dtype=np.uint8)
    ahead = at_deadline(job)
    for tick in range(job.deadline - 1, -1, -1):
        following = float(up[tick + 1]) if tick + 1 < job.deadline else 1.0
        ahead = before(job, ahead, (following, following), unused)
    return float(ahead.none[int(up[0])][job.work])


@dataclass(frozen=True, slots=True)
class Costs:
    """Least expected costs to the end, by what runs; pairs are by availability of spot.

    The last axis is the work left, the one before it the overhead left.
    """

    none: tuple[Floats, Floats]
    spot: Floats  # while spot is available
    on_demand: tuple[Floats, Floats]


def at_deadline(job: Job) -> Costs:
    """Return zero without work left, else infinity."""
    none = np.full(job.work + 1, np.inf)
    none[0] = 0.0
    running = np.tile(none, (job.overhead + 1, 1))
    return Costs((none, none), running, (running, running))


def before(job: Job, ahead: Costs, chances: tuple[float, float], choices: Choices) -> Costs:
    """Return the costs one tick earlier, and write the decisions into `choices`.

    `chances`: that spot is available at the next tick, if it is not at this one and if it is.
    """
    lost = after_tick(np.broadcast_to(ahead.none[0], ahead.spot.shape))
    spot = job.spot_price + mixed(chances[1], lost, after_tick(ahead.spot))
    worked = [after_tick(each) for each in ahead.on_demand]
    on_demand = [1.0 + mixed(chance, worked[0], worked[1]) for chance in chances]
    idle = [mixed(chance, *ahead.none) for chance in chances]
    start = job.overhead
    for running in (spot, *on_demand, *idle):
        running[..., 0] = 0.0
    choices[0, NONE] = least((NONE, idle[0]), (ON_DEMAND, on_demand[0][start]))
    choices[0, ON_DEMAND] = least((NONE, idle[0]), (ON_DEMAND, on_demand[0]))
    starts = ((NONE, idle[1]), (SPOT, spot[start]), (ON_DEMAND, on_demand[1][start]))
    choices[1, NONE] = least(*starts)
    choices[1, SPOT] = least(starts[0], (SPOT, spot), starts[2])
    choices[1, ON_DEMAND] = least(starts[0], starts[1], (ON_DEMAND, on_demand[1]))
    return Costs(
        (
            np.minimum(idle[0], on_demand[0][start]),
            lowest(idle[1], spot[start], on_demand[1][start]),
        ),
        lowest(idle[1], spot, on_demand[1][start]),
        (np.minimum(idle[0], on_demand[0]), lowest(idle[1], spot[start], on_demand[1])),
    )


def after_tick(ahead: Floats) -> Floats:
    """Return the costs of an instance that runs for a tick: overhead first, then work."""
    found = np.empty_like(ahead)
    found[1:] = ahead[:-1]
    found[0, 1:] = ahead[0, :-1]
    found[0, 0] = 0.0
    return found


def mixed(chance: float, without: Floats, available: Floats) -> Floats:
    """Return the expectation; a certain outcome leaves the other's infinity out."""
    if chance in {0.0, 1.0}:
        return (available if chance else without).copy()
    return (1 - chance) * without + chance * available


def lowest(first: Floats, second: Floats, third: Floats) -> Floats:
    return np.minimum(np.minimum(first, second), third)


def least(*decisions: tuple[int, Floats]) -> Choices:
    """Return the decision of least cost in each state; of equal costs, the first."""
    (found, cost), *others = decisions
    chosen = np.full(np.broadcast_shapes(*(each.shape for _, each in decisions)), found, np.uint8)
    for decision, other in others:
        chosen[np.broadcast_to(other < cost, chosen.shape)] = decision
        cost = np.minimum(cost, other)
    return chosen


# --- Policies without history ------------------------------------------------------------------


def uniform_progress(job: Job, tick: int, states: States) -> Choices:
    """Decide without history, by Uniform Progress (Wu et al., NSDI 2024).

    Take spot when it is available and keep it until it is interrupted. Run on demand when progress
    is behind work x time / deadline, until it is ahead of that line two overheads later.
    """
    done = job.work - states.work
    behind = done < job.work * tick / job.deadline
    ahead = done >= job.work * min(tick + 2 * job.overhead, job.deadline) / job.deadline
    choice = np.where(states.available, SPOT, np.where(behind, ON_DEMAND, NONE))
    choice = np.where((states.running == ON_DEMAND) & ~ahead, ON_DEMAND, choice)
    return within_deadline(job, tick, states, choice)


def greedy(job: Job, tick: int, states: States) -> Choices:
    """Decide for spot whenever it is available, else wait as long as the deadline allows."""
    return within_deadline(job, tick, states, np.where(states.available, SPOT, NONE))


def within_deadline(job: Job, tick: int, states: States, choice: Ints) -> Choices:
    """Replace decisions that could miss the deadline by on demand.

    A decision is safe if a start on demand at the next tick still meets the deadline, even when
    spot is interrupted at the end of this one.
    """
    overhead = np.where(states.running == SPOT, states.overhead, job.overhead)
    worked = (choice == SPOT) & (overhead == 0)
    work = states.work - worked
    safe = (work <= 0) | (work + job.overhead <= job.deadline - tick - 1)
    choice = np.where(safe, choice, ON_DEMAND)
    return np.where(states.work > 0, choice, NONE).astype(np.uint8)


# --- Replay ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replay:
    cost: Floats  # in on-demand ticks, one element a run
    missed: Bools  # the deadline


def replay(job: Job, choose: Choose, up: Bools) -> Replay:
    """Replay a policy on availability traces, runs x ticks, all runs at once."""
    runs = len(up)
    prices = np.array((0.0, job.spot_price, 1.0))
    cost = np.zeros(runs)
    zero = np.zeros(runs, dtype=np.int64)
    states = States(up[:, 0], zero, zero.copy(), np.full(runs, job.work))
    for tick in range(job.deadline):
        states.available = up[:, tick]
        states.running = np.where(
            (states.running == SPOT) & ~states.available, NONE, states.running
        )
        choice = choose(tick, states).astype(np.int64)
        cost += prices[choice]
        overhead = np.where(choice == states.running, states.overhead, job.overhead)
        runs_now = choice != NONE
        states.work = states.work - (runs_now & (overhead == 0) & (states.work > 0))
        states.overhead = np.where(runs_now, np.maximum(overhead - 1, 0), 0)
        states.running = choice
    return Replay(cost, states.work > 0)
