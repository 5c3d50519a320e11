"""Amazon Machine Images: the operating system that is billed, and the size of the root volume.

An image's name, owner or public parameter names the system. Billing codes:
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/billing-info-fields.html. Root volumes are
those of the public images of 2026; a custom image may have a larger one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

OperatingSystem = Literal[
    "linux",
    "windows",
    "rhel",
    "suse",
    "rhel_ha",
    "linux_sql_web",
    "linux_sql_standard",
    "linux_sql_enterprise",
    "windows_sql_web",
    "windows_sql_standard",
    "windows_sql_enterprise",
    "rhel_sql_web",
    "rhel_sql_standard",
    "rhel_sql_enterprise",
]
OPERATIONS: dict[OperatingSystem, tuple[str, str]] = {  # → name, operation on a bill
    "linux": ("Linux/UNIX", "RunInstances"),
    "windows": ("Windows", "RunInstances:0002"),
    "rhel": ("RHEL", "RunInstances:0010"),
    "suse": ("SUSE", "RunInstances:000g"),
    "rhel_ha": ("RHEL with HA", "RunInstances:1010"),
    "linux_sql_web": ("Linux with SQL Server Web", "RunInstances:0200"),
    "linux_sql_standard": ("Linux with SQL Server Standard", "RunInstances:0004"),
    "linux_sql_enterprise": ("Linux with SQL Server Enterprise", "RunInstances:0100"),
    "windows_sql_web": ("Windows with SQL Server Web", "RunInstances:0202"),
    "windows_sql_standard": ("Windows with SQL Server Standard", "RunInstances:0006"),
    "windows_sql_enterprise": ("Windows with SQL Server Enterprise", "RunInstances:0102"),
    "rhel_sql_web": ("RHEL with SQL Server Web", "RunInstances:0210"),
    "rhel_sql_standard": ("RHEL with SQL Server Standard", "RunInstances:0014"),
    "rhel_sql_enterprise": ("RHEL with SQL Server Enterprise", "RunInstances:0110"),
}
ROOT_GIB = Decimal(8)  # of Amazon Linux and Ubuntu
WINDOWS_GIB = Decimal(30)
WITH_SQL: dict[tuple[str, str], OperatingSystem] = {
    ("linux", "web"): "linux_sql_web",
    ("linux", "standard"): "linux_sql_standard",
    ("linux", "enterprise"): "linux_sql_enterprise",
    ("windows", "web"): "windows_sql_web",
    ("windows", "standard"): "windows_sql_standard",
    ("windows", "enterprise"): "windows_sql_enterprise",
    ("rhel", "web"): "rhel_sql_web",
    ("rhel", "standard"): "rhel_sql_standard",
    ("rhel", "enterprise"): "rhel_sql_enterprise",
}
SYSTEMS: tuple[tuple[OperatingSystem, re.Pattern[str]], ...] = (  # the first that fits
    ("windows", re.compile(r"windows")),
    ("rhel_ha", re.compile(r"rhel.*\bha\b|rhel_ha")),
    ("rhel", re.compile(r"\brhel|red ?hat|\b309956199498\b")),
    ("suse", re.compile(r"\bsuse|\bsles|\b013907871322\b")),
    (
        "linux",
        re.compile(
            r"\bamzn|\bal20\d\d|amazon-linux|amazonlinux|\becs-optimized|/ecs/|/eks/|amazon-eks"
            r"|ubuntu|debian|bottlerocket|centos|rocky|alma|fedora|linux"
            r"|\b099720109477\b|\b136693071363\b|\b602401143452\b|\b591542846629\b"
        ),
    ),
)
SQL = re.compile(
    r"sql[-_ ]?(?:server)?[-_ ]?(?:\d{4}[-_ ]?)?(?:\w+\d+[-_ ]?)?(web|standard|enterprise)"
)
ROOT_VOLUMES: tuple[tuple[re.Pattern[str], Decimal], ...] = (  # GiB; the first that fits
    (re.compile(r"windows"), WINDOWS_GIB),
    (re.compile(r"\becs-optimized|/ecs/|amzn2-ami-ecs|al20\d\d-ami-ecs"), Decimal(30)),
    (re.compile(r"amazon-eks|/eks/"), Decimal(20)),
    (re.compile(r"\brhel|red ?hat|\bsuse|\bsles"), Decimal(10)),
)


@dataclass(frozen=True, slots=True)
class Image:
    """The operating system of an image and its root volume, as far as its name says."""

    system: OperatingSystem = "linux"
    root_gib: Decimal = ROOT_GIB
    is_known: bool = False  # False where nothing names the operating system


def image(names: Iterable[str]) -> Image:
    """Return the image that names, owners or parameters describe: "al2023-ami-*", "amazon"."""
    text = " ".join(names).lower()
    system = next((each for each, pattern in SYSTEMS if pattern.search(text)), None)
    root = next((size for pattern, size in ROOT_VOLUMES if pattern.search(text)), ROOT_GIB)
    if system is None:
        return Image(root_gib=root)
    edition = SQL.search(text)
    if edition is not None:
        system = WITH_SQL.get((system, edition[1]), system)
    return Image(system, root, is_known=True)
