"""Access keys that a text holds.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
(2026-11-24): the prefixes of what opens an account. A secret access key is 40 characters without
a mark of its own: it is one where its name says so.
"""

import base64
import binascii
import re

KEY_ID = re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])")
SECRET_KEY = re.compile(
    r"secret[\w.-]{0,30}[\"']?\s*(?:[:=]|\s)\s*[\"']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])",
    re.IGNORECASE,
)


def access_key_in(text: str) -> str | None:
    """Return what kind of key a text holds, be it in base64; None for none."""
    plain = decoded(text)
    if KEY_ID.search(plain):
        return "an AWS access key id"
    return "an AWS secret access key" if SECRET_KEY.search(plain) else None


def decoded(text: str) -> str:
    """Return the text that another one is the base64 of; itself where it is not."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text
