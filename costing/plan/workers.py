"""Evaluate blocks of windows in processes of this computer, or on a Dask or Ray cluster.

A block is a pure function of its number, so that the results are the same with any workers.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Literal, TypeVar

from costing.errors import CallError

Backend = Literal["processes", "dask", "ray"]
T = TypeVar("T")
CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Workers:
    number: int = 1
    backend: Backend = "processes"
    cluster: str | None = None  # address of the scheduler; None: a local cluster


def evaluated(block: Callable[[int], T], blocks: int, workers: Workers) -> Sequence[T]:
    """Return the results of all blocks in their order. `block` must be picklable.

    Raise CallError for a cluster that cannot be reached.
    """
    if workers.backend == "processes":
        if workers.number <= 1 or blocks <= 1:
            return [block(each) for each in range(blocks)]
        context = get_context("spawn")
        with ProcessPoolExecutor(min(workers.number, blocks), mp_context=context) as pool:
            return [*pool.map(block, range(blocks))]
    with connected(workers) as name:
        # An optional package, as numpy is for other commands.
        from joblib import Parallel, delayed, parallel_config

        with parallel_config(backend=name, n_jobs=-1):
            found: list[T] = Parallel()(delayed(block)(each) for each in range(blocks))
            return found


@contextmanager
def connected(workers: Workers) -> Iterator[str]:
    """Connect to a cluster, or start a local one; yield the name of joblib's backend."""
    with ExitStack() as open_:
        try:
            if workers.backend == "dask":
                on_dask(workers, open_)
            else:
                on_ray(workers, open_)
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise CallError(
                f"--cluster {workers.cluster}: {reason}; start the {workers.backend} cluster, or "
                "correct the address"
            ) from error
        yield workers.backend


def on_dask(workers: Workers, open_: ExitStack) -> None:
    from distributed import Client, LocalCluster

    cluster = workers.cluster or open_.enter_context(
        LocalCluster(n_workers=workers.number, threads_per_worker=1, dashboard_address=None)
    )
    open_.enter_context(Client(cluster, timeout=CONNECT_SECONDS))


def on_ray(workers: Workers, open_: ExitStack) -> None:
    import ray
    from ray.util.joblib import register_ray

    number = None if workers.cluster else workers.number
    ray.init(
        address=workers.cluster,
        num_cpus=number,
        log_to_driver=False,
        logging_level=logging.ERROR,
    )
    open_.callback(ray.shutdown)
    register_ray()
