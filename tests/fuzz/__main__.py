"""Run the fuzzer for some minutes: `python -m tests.fuzz --minutes 10 [--seed N]`.

Each fault is written to build/fuzz/ as a state that repeats it, one for each kind of fault.
"""

import argparse
import json
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from tests.fuzz.invariants import Json, check_all
from tests.fuzz.stacks import states

OUT = Path("build") / "fuzz"
BATCH = 50  # stacks of one seed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    end, number = time.monotonic() + options.minutes * 60, options.seed
    stacks = 0
    faults: dict[str, Path] = {}
    while time.monotonic() < end:
        for state, error in run(number):
            stacks += 1
            if error is not None and (place := place_of(error)) not in faults:
                faults[place] = keep(state, place, len(faults))
        number += 1
    print(f"{stacks} stacks, seeds {options.seed} to {number - 1}: {len(faults)} kinds of faults")
    return bool(faults)


def run(number: int) -> list[tuple[Json, BaseException | None]]:
    """Return the stacks of a seed, each with its fault."""
    found: list[tuple[Json, BaseException | None]] = []

    @seeded(number)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(states())
    def each(state: Json) -> None:
        try:
            check_all(state, number)
        except Exception as error:  # noqa: BLE001 (what the fuzzer looks for)
            found.append((state, error))
        else:
            found.append((state, None))

    each()
    return found


def place_of(error: BaseException) -> str:
    """Return the fault's kind: type, and the last lines of its traceback."""
    frames = traceback.extract_tb(error.__traceback__)[-2:]
    places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(frames))
    return f"{type(error).__name__} at {places}: {' '.join(str(error).split())[:90]}"


def keep(state: Json, place: str, number: int) -> Path:
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"fault-{number}.json"
    path.write_text(json.dumps(state))
    print(f"{path}: {place}", flush=True)
    return path


if __name__ == "__main__":
    sys.exit(main())
