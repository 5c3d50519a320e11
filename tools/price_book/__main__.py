"""Makes the price book and the catalogue from the fact files.

python -m tools.price_book [--facts FOLDER]
"""

import argparse
from pathlib import Path

from tools.price_book.build import built
from tools.price_book.facts import Facts

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, default=ROOT.parent / "shared" / "facts")
    for path, text in built(Facts(parser.parse_args().facts)):
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, newline="")


if __name__ == "__main__":
    main()
