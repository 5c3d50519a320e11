"""Script of the Synthetics canary: request the URL and fail unless the status is 200.

It is uploaded as a single file, so it imports the standard library only.
"""

import os
import ssl
import urllib.request

TIMEOUT_SECONDS = 10


def request_status(url: str) -> int:
    """Return the HTTP status. Raise OSError on errors and timeouts."""
    context = ssl.create_default_context()
    request = urllib.request.Request(url, headers={"User-Agent": "canary"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=context) as response:  # noqa: S310
        return int(response.status)


def handler(event: object, context: object) -> str:  # noqa: ARG001 (signature of Synthetics)
    """Run the check; an exception marks the run as failed."""
    url = os.environ["URL"]
    status = request_status(url)
    if status != 200:  # noqa: PLR2004 (HTTP's OK)
        raise RuntimeError(f"{url} returned {status}")
    return f"{url} returned {status}"
