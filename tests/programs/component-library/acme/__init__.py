"""Components of the company, as its teams import them."""

from acme.database import Database, DatabaseArgs
from acme.network import Network, NetworkArgs
from acme.worker import Worker, WorkerArgsDict

__all__ = ["Database", "DatabaseArgs", "Network", "NetworkArgs", "Worker", "WorkerArgsDict"]
