"""The wheel built from the source distribution equals the wheel built from this tree."""

from pathlib import Path
from zipfile import ZipFile

from hatchling.builders.wheel import WheelBuilder

from tests.install.environments import ROOT


def test_source_distribution_builds_the_same_wheel(tmp_path: Path, distribution: Path) -> None:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    here, there = ZipFile(built), ZipFile(distribution)
    sizes = [{each.filename: each.CRC for each in wheel.infolist()} for wheel in (here, there)]
    assert sizes[0] == sizes[1]
