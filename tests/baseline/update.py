"""Record the main outputs anew and say in the changelog which of them moved: ``python tests/baseline/update.py``.

``--why "..."`` adds the reason; ``--look`` only tells what moved. Numbers that moved by rounding alone are left as they are.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from baseline.changelog import added, line_of
from baseline.measure import KEPT, ROOT, kept, measure, moved, write


def main(arguments: list[str]) -> int:
    """Measure, compare, write. Returns 1 for ``--look`` where numbers moved, else 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--why", default="", help="why numbers moved, for the changelog")
    parser.add_argument("--look", action="store_true", help="only tell what moved")
    options = parser.parse_args(arguments)
    old, new = kept(), measure()
    names = moved(old, new)
    for name in names:
        print(f"{name}: {old.get(name, 'none')} -> {new.get(name, 'none')}")
    if options.look or not names:
        print(f"{len(names)} of {len(new)} numbers moved")
        return 1 if names else 0
    write({name: old[name] if name in old and name not in names else value for name, value in new.items()})
    print(f"Written: {KEPT.relative_to(ROOT)}")
    if old:
        path = ROOT / "CHANGELOG.md"
        path.write_text(
            added(path.read_text(encoding="utf-8"), line_of(names, old, new, options.why)), encoding="utf-8"
        )
        print("Added to CHANGELOG.md, under Numbers moved of the unreleased part")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
