"""The committed list of taggable types is current."""

from importlib.metadata import distribution
from pathlib import Path

from policies.rules.cross_service.tags import TAGGABLE
from tools import taggable


def test_taggable_types_match_installed_sdk() -> None:
    package = Path(str(distribution("pulumi_aws").locate_file("pulumi_aws")))

    assert list(TAGGABLE) == taggable.taggable(package)
