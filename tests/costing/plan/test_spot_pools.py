"""Joint spot pools: exact chains, and the us-west-2 traces, halves trained and held out."""

from collections.abc import Iterator

import numpy as np
import pytest

from costing.plan.arrays import Bools
from costing.plan.spot_pools import (
    Band,
    Fleet,
    block_bootstrap,
    capacity,
    epoch_band,
    fitted_chain,
    independent_chain,
    next_epoch_bound,
    unavailability,
    unserved,
    windows,
)
from tests.costing.plan.spot_traces import YEAR_2023, traces

FLEETS = {
    "b0 s12 fb": Fleet(need=12, base=0, spot=12, fallback=True),
    "b0 s18 fb": Fleet(need=12, base=0, spot=18, fallback=True),
    "b6 s18": Fleet(need=12, base=6, spot=18, fallback=False),
    "b6 s18 fb": Fleet(need=12, base=6, spot=18, fallback=True),
    "b8 s12 fb": Fleet(need=12, base=8, spot=12, fallback=True),
    "b4 s12 fb": Fleet(need=12, base=4, spot=12, fallback=True),
}
SEEN = {  # unavailability in the first and in the second half
    "b0 s12 fb": (0.0391, 0.0236),
    "b0 s18 fb": (0.0241, 0.0106),
    "b6 s18": (0.0696, 0.0159),
    "b6 s18 fb": (0.0094, 0.0028),
    "b8 s12 fb": (0.0094, 0.0028),
    "b4 s12 fb": (0.0241, 0.0106),
}
FITTED = {  # by a chain of the first half: independent, joint
    "b0 s12 fb": (0.0472, 0.0381),
    "b0 s18 fb": (0.0145, 0.0232),
    "b6 s18": (0.0056, 0.0716),
    "b6 s18 fb": (0.0015, 0.0092),
}


def halves() -> tuple[Bools, Bools]:
    zones = [trace for name, trace in traces(YEAR_2023).items() if name.startswith("us-west-2")]
    up = np.stack(zones, axis=1)
    return up[: len(up) // 2], up[len(up) // 2 :]


def test_zones_lose_capacity_together() -> None:
    up = np.concatenate(halves())
    together = float((~up.any(axis=1)).mean())
    assert together == pytest.approx(0.0394, abs=5e-5)
    assert together / float(np.prod(1 - up.mean(axis=0))) == pytest.approx(33, abs=0.5)


@pytest.mark.parametrize("name", SEEN)
def test_fleets_replayed_on_traces(name: str) -> None:
    found = [unavailability(half, FLEETS[name]) for half in halves()]
    assert found == pytest.approx(SEEN[name], abs=6e-5)


def test_joint_chain_reproduces_fleets_and_independence_does_not() -> None:
    first, _ = halves()
    models = (independent_chain(first), fitted_chain(first))
    shares = [model.simulate(1500, 700, np.random.default_rng(1)) for model in models]
    for name, expected in FITTED.items():
        found = [unavailability(up, FLEETS[name]) for up in shares]
        assert found[0] == pytest.approx(expected[0], abs=0.001), name
        assert found[1] == pytest.approx(expected[1], rel=0.1), name
        assert found[1] == pytest.approx(SEEN[name][0], rel=0.1), name
    assert unavailability(shares[0], FLEETS["b6 s18"]) < SEEN["b6 s18"][0] / 10


EPOCH = 3 * 86400 // 195  # three days
GROUPS = ("us-west-2", "us-east-1", "us-east-2", "us")


def held_out(group: str) -> Iterator[tuple[Bools, Bools]]:
    """Yield the halves of a group of zones, each trained on once."""
    zones = [trace for name, trace in traces(YEAR_2023).items() if name.startswith(group)]
    up = np.stack(zones, axis=1)
    first, second = up[: len(up) // 2], up[len(up) // 2 :]
    yield from ((first, second), (second, first))


def test_prediction_bound_covers_held_out_epochs() -> None:
    bound_covers: list[bool] = []
    independent_covers: list[bool] = []
    for trained, held in (pair for group in GROUPS for pair in held_out(group)):
        pools = trained.shape[1]
        model = independent_chain(trained).simulate(30, 1000, np.random.default_rng(1))
        for base, spot, fallback in ((0, 4, True), (0, 6, True), (2, 6, False), (2, 6, True)):
            fleet = Fleet(4 * pools, base * pools, spot * pools, fallback)
            seen = [unavailability(window, fleet) for window in windows(held, EPOCH, EPOCH)]
            bound = next_epoch_bound(trained, fleet, EPOCH)
            independent = unavailability(model, fleet)
            bound_covers += [each <= bound + 1e-12 for each in seen]
            independent_covers += [each <= independent + 1e-12 for each in seen]
    assert np.mean(bound_covers) >= 0.9
    assert np.mean(independent_covers) < 0.5


def test_prediction_bound_is_above_the_worst_of_few_epochs() -> None:
    up = np.ones((400, 1), dtype=bool)
    up[100:150] = False
    fleet = Fleet(1, 0, 1, fallback=False, startup=0)
    assert next_epoch_bound(up, fleet, epoch=100) > epoch_band(up, fleet, 100).worst
    with pytest.raises(ValueError, match="fewer than two epochs"):
        next_epoch_bound(up, fleet, epoch=300)


def test_stationary_shares_of_two_states() -> None:
    up = np.array([[1], [1], [1], [0], [1], [1], [0], [0], [1]], dtype=bool)
    chain = fitted_chain(up, smoothing=0.0)
    loss, recovery = 2 / 5, 2 / 3
    assert chain.transitions == pytest.approx(
        np.array([[1 - recovery, recovery], [loss, 1 - loss]]), rel=1e-9
    )
    assert chain.stationary()[1] == pytest.approx(recovery / (loss + recovery), rel=1e-9)


def test_simulated_chain_has_its_long_run_shares() -> None:
    up = np.random.default_rng(4).random((4000, 2)) < (0.9, 0.6)
    chain = independent_chain(up)
    found = chain.simulate(400, 100, np.random.default_rng(5))
    assert found.mean(axis=(0, 1)) == pytest.approx(up.mean(axis=0), abs=0.01)
    assert chain.transitions.sum(axis=1) == pytest.approx(np.ones(4), rel=1e-9)


def test_block_bootstrap_keeps_pools_together() -> None:
    one = np.repeat(np.random.default_rng(6).random(300) < 0.5, 10)
    drawn = block_bootstrap(np.stack((one, ~one), axis=1), 5000, 144, np.random.default_rng(7))
    assert (drawn[:, 0] != drawn[:, 1]).all()
    assert drawn[:, 0].mean() == pytest.approx(one.mean(), abs=0.1)


def test_on_demand_fallback_serves_two_intervals_later() -> None:
    up = np.array([[1], [1], [0], [0], [0], [0], [1], [1]], dtype=bool)
    fleet = Fleet(need=4, base=1, spot=3, fallback=True)
    assert capacity(up, fleet).tolist() == [4, 4, 1, 1, 4, 4, 4, 4]
    assert unavailability(up, fleet) == pytest.approx(2 / 8)
    assert unserved(up, fleet) == pytest.approx(2 * 3 / 4 / 8)


def test_more_pools_and_more_base_never_harm() -> None:
    up = np.random.default_rng(8).random((3000, 3)) < 0.7
    shares = [unavailability(up, Fleet(12, base, 12, fallback=False)) for base in range(0, 13, 4)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0.0


def test_epoch_band_orders_mean_quantile_and_worst() -> None:
    up = np.ones((400, 1), dtype=bool)
    up[100:150] = False
    band = epoch_band(up, Fleet(1, 0, 1, fallback=False, startup=0), epoch=100, every=100)
    assert band == Band(mean=0.125, high=pytest.approx(0.425), worst=0.5)  # type: ignore[arg-type]


def test_too_many_pools_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 9"):
        fitted_chain(np.ones((5, 10), dtype=bool))
