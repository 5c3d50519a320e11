"""Programs that the installed command prices."""

from pathlib import Path
from textwrap import dedent

# USD: 730 hours of a t3.micro at $0.0104 and of its public IPv4 address at $0.005, 8 GB of gp2 at
# $0.10.
MONTHLY_COST = "12.042"
INSTANCE = 'aws.ec2.Instance("web", instance_type={type}, ami="ami-1")'
FILES = {
    "Pulumi.yaml": "name: shop\nruntime: python\n",
    "Pulumi.dev.yaml": "config:\n  aws:region: us-east-1\n",
}
PLAIN = {
    **FILES,
    "__main__.py": "import pulumi_aws as aws\n" + INSTANCE.format(type='"t3.micro"') + "\n",
}
# Its packages have the names of Plimsoll's packages, with and without __init__.py.
OWN_PACKAGES = {
    **FILES,
    "__main__.py": dedent("""\
        import pulumi_aws as aws
        from costing.size import SIZE
        from infra import FAMILY
        from plimsoll.line import DOT
        from policies.rules import CHECKED
        assert CHECKED
        """)
    + INSTANCE.format(type="FAMILY + DOT + SIZE")
    + "\n",
    "costing/__init__.py": "",
    "costing/size.py": "SIZE = 'micro'\n",
    "infra/__init__.py": "FAMILY = 't3'\n",
    "plimsoll/line.py": "DOT = '.'\n",
    "policies/rules.py": "CHECKED = True\n",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder
