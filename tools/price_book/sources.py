"""What each source id of the book is."""

import re
from collections.abc import Iterable, Iterator

from tools.price_book import documented
from tools.price_book.facts import Facts

COLUMNS = ("id", "title", "address", "read")
REPOSITORY = re.compile(r"^[\w.-]+/[\w.-]+")
BRANCH = {"coroot/cloud-pricing": "gh-pages"}


OWN = {
    "derived-sagemaker": (
        "EC2's on-demand rate of the region times SageMaker's ratio to it in us-east-1",
        "",
        "2026-09-27",
    ),
}


def sources(facts: Facts, used: Iterable[str]) -> Iterator[tuple[str, ...]]:
    known = {row["source"]: row for row in facts.rows("sources")}
    pages = {page[0]: page for page in documented.sources()}
    for source in sorted(set(used)):
        if source in pages:
            yield pages[source]
            continue
        if source in OWN:
            yield (source, *OWN[source])
            continue
        row = known[source]
        title = f"{row['repository']}: {row['path']}" if row["path"] else row["repository"]
        yield source, title, address(row), row["facts_true_on"]


def address(row: dict[str, str]) -> str:
    """Return the repository at the commit that was read, where there is one."""
    repository = REPOSITORY.match(row["repository"])
    if not repository or not row["snapshot_commit"]:
        return ""
    return f"https://github.com/{repository[0]}/tree/{row['snapshot_commit']}"
