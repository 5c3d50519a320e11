"""Application of components from a package in the same repository."""

import sys
from pathlib import Path

import pulumi

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from acme import Database, DatabaseArgs, Network, NetworkArgs, Worker

network = Network("core", NetworkArgs("10.40.0.0/16", zones=3))
database = Database(
    "orders", DatabaseArgs(network, instances=3), pulumi.ResourceOptions(depends_on=[network])
)
worker = Worker(
    "invoices",
    {
        "subnet_ids": network.private_subnet_ids,
        "instance_type": "c7i.large",
        "scaling": {"min": 2, "max": 10},
        "environment": {"DB_HOST": database.endpoint, "LOG_LEVEL": "info"},
    },
)
pulumi.export("queue", worker.queue.url)
