"""Checkpoint interval and expected time of a job whose instances are interrupted at random.

Times share one unit. `cost`: time to write a checkpoint. `mtbf`: mean time between interruptions,
exponential. `restart`: time from an interruption until work goes on.
"""

import math


def young_interval(cost: float, mtbf: float) -> float:
    """Return Young's first-order work between checkpoints, √(2 x cost x mtbf) (CACM 1974)."""
    return math.sqrt(2 * cost * mtbf)


def daly_interval(cost: float, mtbf: float) -> float:
    """Return Daly's higher-order work between checkpoints (FGCS 2006)."""
    if cost >= 2 * mtbf:
        return mtbf
    ratio = cost / (2 * mtbf)
    return young_interval(cost, mtbf) * (1 + math.sqrt(ratio) / 3 + ratio / 9) - cost


def best_interval(cost: float, mtbf: float) -> float:
    """Return the work between checkpoints of least expected time, by the Lambert W function."""
    from scipy.special import lambertw

    return mtbf * (1 + float(lambertw(-math.exp(-cost / mtbf - 1)).real))


def expected_time(work: float, mtbf: float, restart: float) -> float:
    """Return the expected time of work that starts again at each interruption.

    Interruptions hit the restart, too: mtbf x e^(restart / mtbf) x (e^(work / mtbf) - 1).
    """
    return mtbf * math.exp(restart / mtbf) * math.expm1(work / mtbf)


def slowdown(interval: float, cost: float, mtbf: float, restart: float) -> float:
    """Return the expected time of a unit of work with a checkpoint after each `interval` of it."""
    return expected_time(interval + cost, mtbf, restart) / interval


def slowdown_with_notice(cost: float, mtbf: float, restart: float, notice: float) -> float | None:
    """Return the slowdown if a checkpoint is written in the notice before each interruption.

    None if the notice is too short, or if interruptions are more frequent than checkpoints take.
    The restart is taken as not interrupted.
    """
    if cost > notice or cost >= mtbf:
        return None
    return (mtbf + restart) / (mtbf - cost)


def gang_mtbf(nodes: int, node_rate: float, pool_rate: float) -> float:
    """Return the mean time between interruptions of nodes that stop together.

    `node_rate`: hardware failures of one node. `pool_rate`: interruptions of the spot pool, which
    do not grow with the nodes, because one pool's instances are interrupted together.
    """
    rate = nodes * node_rate + pool_rate
    return 1 / rate if rate else math.inf
