from costing.resources.directoryservice import Directory
from tests.costing.resources.case import Case

SMALL, STANDARD = "Small-Directory-Usage", "Std-MicrosoftAD-DC-Usage"
MICROSOFT = {"type": "MicrosoftAD"}


CASES = [
    Case(
        "every directory has two controllers",
        Directory,
        {"size": "Large"},
        {"Large-SimpleAD-Usage": 1460},
        usage={"additional_domain_controllers": 0},
    ),
    Case(
        "more of them are stated",
        Directory,
        {"type": "ADConnector", "size": "Small"},
        {SMALL: 5 * 730},
        usage={"additional_domain_controllers": 3},
    ),
    Case(
        "Microsoft AD is shared, at a charge",
        Directory,
        {**MICROSOFT, "edition": "Standard"},
        {STANDARD: 1460, "Std-SharedMsftAD-Usage": 5840},
        usage={"shared_accounts": 8, "additional_domain_controllers": 0},
    ),
    Case(
        "and Enterprise where no edition is stated, of as many controllers as the program says",
        Directory,
        {**MICROSOFT, "desiredNumberOfDomainControllers": 4},
        {"MicrosoftAD-DC-Usage": 4 * 730, "SharedMsftAD-Usage": None},
    ),
]


def test_a_directory_without_a_size_is_a_gap() -> None:
    assert "size is not set" in Case("", Directory, {"type": "SimpleAD"}, {}).reasons()
