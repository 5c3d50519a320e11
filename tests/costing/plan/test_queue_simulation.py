"""Late requests of the replay, compared with simulated queues of `ciw`."""

from datetime import UTC, datetime

import ciw
import numpy as np

from costing.plan.demand import Trace
from costing.plan.replay import Unit, replayed
from costing.plan.scaled_groups import scaled_groups
from costing.plan.simulation import Settings, late_shares
from tests.graphs import graph, resource

SERVERS, SERVICE_SECONDS, LATENCY_SECONDS = 4, 0.5, 1.5
RATES = [5.0, 6.5, 4.0, 7.0]  # requests a second, 15 minutes each; four servers serve 8
STEP_SECONDS = 900
RUNS = 4


def simulated_late_share(seed: int) -> float:
    ciw.seed(seed)
    ends = [STEP_SECONDS * (index + 1) for index in range(len(RATES))]
    arrivals = ciw.dists.PoissonIntervals(rates=RATES, endpoints=ends, max_sample_date=ends[-1])
    network = ciw.create_network(
        arrival_distributions=[arrivals],
        service_distributions=[ciw.dists.Exponential(1 / SERVICE_SECONDS)],
        number_of_servers=[SERVERS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(ends[-1])
    times = [each.exit_date - each.arrival_date for each in simulation.get_all_records()]
    return float(np.mean(np.array(times) > LATENCY_SECONDS))


def test_late_share_of_varying_demand_is_that_of_a_queue() -> None:
    group = resource("aws:autoscaling/group:Group", "web", {"minSize": SERVERS, "maxSize": SERVERS})
    unit = Unit(1 / SERVICE_SECONDS, 180.0, 60.0, 0.0, 120.0, 1)
    settings = Settings(service_ms=1000 * SERVICE_SECONDS, latency_ms=1000 * LATENCY_SECONDS)
    trace = Trace(datetime(2026, 11, 2, tzinfo=UTC), STEP_SECONDS, np.array(RATES))

    [found] = late_shares(
        replayed(scaled_groups(graph(group))[0], trace, unit, 1, 1), unit, settings
    )

    shares = [simulated_late_share(seed) for seed in range(RUNS)]
    deviation = float(np.std(shares, ddof=1)) / RUNS**0.5
    assert abs(found - np.mean(shares)) < 3 * deviation
    assert deviation < 0.1 * found
