"""What the canary runs, in CloudWatch Synthetics' own Python: it asks as a client does.

It imports nothing of ours: it is sent to AWS as it stands here.
"""

import os
import ssl
import urllib.request

SECONDS = 10  # an answer may take


def ask(url: str) -> int:
    """Return the status of the answer. Raise OSError where none comes in time."""
    context = ssl.create_default_context()
    request = urllib.request.Request(url, headers={"User-Agent": "canary"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=SECONDS, context=context) as answer:  # noqa: S310
        return int(answer.status)


def handler(event: object, context: object) -> str:  # noqa: ARG001 (what Synthetics calls)
    """Visit once. Whatever is raised is a visit that failed."""
    url = os.environ["URL"]
    status = ask(url)
    if status != 200:  # noqa: PLR2004 (HTTP's OK)
        raise RuntimeError(f"{url} answered {status}")
    return f"{url} answered {status}"
