"""What a user installs: all that the command needs, and nothing that shadows their program."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("costing", "plimsoll", "policies")
INSTALLED_MIB = 40  # the price book is the most of it


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return ZipFile(built)


def test_every_file_of_the_packages_is_in_the_wheel(wheel: ZipFile) -> None:
    """A .gitignore with `data/` or `*.csv` would drop the price book in silence."""
    files = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert files <= set(wheel.namelist())


def test_nothing_else_is(wheel: ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_it_stays_small(wheel: ZipFile) -> None:
    assert sum(each.file_size for each in wheel.infolist()) < INSTALLED_MIB * 2**20
