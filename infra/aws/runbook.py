"""Runbook of an alarm or event: a page of docs/runbooks/."""

import re

FOLDER = "docs/runbooks"
DEFAULT = "triage"  # capacity, throttling and jobs: what to look at first
# Pages by the alarm's name with its component's; the first match decides.
PAGES = (
    (r"^audit-|^detection-", "key-compromise"),
    (r"^recovery-|storage$|disk", "restore"),
    (r"^replication-|global-lag|replication-us|low-traffic|^canary-|^global", "region-failover"),
    (r"hosts|instances-in-service|nat-|healthy-tasks|^cache-node|replica-lag", "zone-loss"),
    (r"release-|errors$|5xx|latency$|^models-|candidate|api-", "rollback"),
)


def runbook(name: str) -> str:
    """Return the path of the runbook of an alarm, by its full name."""
    short = name.removeprefix("standby-")
    page = next((page for pattern, page in PAGES if re.search(pattern, short)), DEFAULT)
    return f"{FOLDER}/{page}.md"


def described(description: str, name: str) -> str:
    """Return a description with the runbook, which notifications show."""
    return f"{description}. Runbook: {runbook(name)}"
