"""Erlang C for a real number of servers."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def erlang_c(servers: Floats, load: Floats) -> Floats:
    """Return the probability of waiting at `load` Erlangs, below the number of servers."""
    from scipy.special import gammaincc, gammaln  # noqa: PLC0415 (slow to import)

    blocked = np.exp(servers * np.log(load) - load - gammaln(servers + 1)) / gammaincc(
        servers + 1, load
    )
    used = load / servers
    waiting: Floats = blocked / (1 - used * (1 - blocked))
    return waiting
