"""Operating systems and root volumes that the names of images tell."""

import pytest

from costing.aws.images import OPERATIONS, image


@pytest.mark.parametrize(
    ("name", "system", "root_gib"),
    [
        ("al2023-ami-2023*-x86_64", "linux", 8),
        ("amzn2-ami-hvm-*-x86_64-gp2", "linux", 8),
        ("ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "linux", 8),
        ("/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id", "linux", 30),
        ("amazon-eks-node-al2023-x86_64-standard-1.33-*", "linux", 20),
        ("Windows_Server-2022-English-Full-Base-*", "windows", 30),
        ("Windows_Server-2022-English-Full-SQL_2022_Standard-*", "windows_sql_standard", 30),
        ("Windows_Server-2022-English-Full-SQL_2022_Web-*", "windows_sql_web", 30),
        ("Windows_Server-2022-English-Full-SQL_2022_Express-*", "windows", 30),
        ("Windows with SQL Server Enterprise", "windows_sql_enterprise", 30),
        ("ubuntu-jammy-sql-2019-standard", "linux_sql_standard", 8),
        ("RHEL-9.4.0_HVM-*-x86_64-*", "rhel", 10),
        ("RHEL_HA-9.4.0_HVM-*-x86_64-*", "rhel_ha", 10),
        ("Red Hat Enterprise Linux", "rhel", 10),
        ("suse-sles-15-sp6-v*-hvm-ssd-x86_64", "suse", 10),
        ("099720109477", "linux", 8),
        ("309956199498", "rhel", 8),
    ],
)
def test_operating_system_and_root_volume_by_name(name: str, system: str, root_gib: int) -> None:
    found = image([name])

    assert found.system == system
    assert found.root_gib == root_gib
    assert found.is_known


@pytest.mark.parametrize("names", [[], ["golden-*"], ["self", "hvm", "ebs", "x86_64"]])
def test_operating_system_of_other_image_names_is_unknown(names: list[str]) -> None:
    assert not image(names).is_known


def test_each_operating_system_has_an_operation_of_its_own() -> None:
    operations = [operation for _, operation in OPERATIONS.values()]

    assert len({*operations}) == len(operations)
