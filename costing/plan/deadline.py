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
    cost: Floats  # expected, of a job that starts, by whether spot is available

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
    chances = ((1 - rates.recovery, rates.recovery), (rates.loss, 1 - rates.loss))
    ahead = terminal(job)
    choices = np.zeros((job.deadline, *ahead.shape), dtype=np.uint8)
    for tick in range(job.deadline - 1, -1, -1):
        expected = [mixed(chances[available], outcomes(ahead)) for available in (0, 1)]
        ahead, choices[tick] = best(job, expected)
    return Policy(job, choices, ahead[:, NONE, 0, job.work].copy())


def offline_optimum(job: Job, up: Bools) -> float:
    """Return the least cost of a job that knows its trace, of at least `deadline` ticks.

    Availability of a tick is known before its decision; spot that is gone at the next tick stops
    then, after its progress.
    """
    ahead = terminal(job)
    for tick in range(job.deadline - 1, -1, -1):
        following = bool(up[tick + 1]) if tick + 1 < job.deadline else True
        expected = [outcome[int(following)] for outcome in outcomes(ahead)]
        ahead, _ = best(job, [expected, expected])
    return float(ahead[int(up[0]), NONE, 0, job.work])


def terminal(job: Job) -> Floats:
    """Return costs at the deadline: zero without work left, else infinity."""
    ahead = np.full((2, 3, job.overhead + 1, job.work + 1), np.inf)
    ahead[..., 0] = 0.0
    return ahead


def outcomes(ahead: Floats) -> list[Floats]:
    """Return the costs after a tick of each decision, by availability at the next tick.

    Shape: availability x overhead before the tick x work before it.
    """
    found = []
    for decision in (NONE, SPOT, ON_DEMAND):
        after = ahead[:, decision].copy()
        if decision == SPOT:  # interrupted at the end of the tick
            after[0] = ahead[0, NONE, 0]
        if decision == NONE:
            after[:] = after[:, :1]
        else:
            worked = after[:, 0].copy()
            after[:, 1:] = after[:, :-1].copy()
            after[:, 0, 1:] = worked[:, :-1]
            after[:, 0, 0] = 0.0
        found.append(after)
    return found


def mixed(chances: tuple[float, float], found: list[Floats]) -> list[Floats]:
    return [chances[0] * each[0] + chances[1] * each[1] for each in found]


def best(job: Job, expected: list[list[Floats]]) -> tuple[Floats, Choices]:
    """Return the least cost and its decision in each state, from costs after each decision."""
    shape = (3, 2, 3, job.overhead + 1, job.work + 1)  # decision, available, running, …
    costs = np.empty(shape)
    prices = (0.0, job.spot_price, 1.0)
    for available in (0, 1):
        for decision, price in enumerate(prices):
            after = expected[available][decision] + price
            costs[decision, available] = after[job.overhead]  # started anew
            costs[decision, available, decision] = after
    costs[SPOT, 0] = np.inf
    costs[..., 0] = 0.0
    choices = costs.argmin(axis=0).astype(np.uint8)
    return costs.min(axis=0), choices


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
