"""The kinds of statistics as a table for the documentation, made from the code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from somaloop.studies.kinds import KINDS, Kind

MEANING: Mapping[str, str] = MappingProxyType(
    {
        "mean": "mean over people; with `from`, of the change",
        "change": "mean over people of the reading at `at` less that at `from`",
        "sd": "standard deviation between people; with `from`, of the change",
        "skewness": "third standardised moment between people",
        "quantile": "the reading that this share of people stays below (`quantile: 0.5` is the median)",
        "share": "share of people whose reading (with `from`: change) is `at least` or `at most` so much",
        "responders": "share whose reading fell (`rise: true`: rose) by `by` since `from`: `3` in its unit, or `50 %`",
        "difference": "mean of `arm` less mean of `against`; with `from`, of changes",
        "standardised change": "mean change over the SD at `from`; `over: changes` takes the SD of the changes",
        "standardised difference": "difference over the pooled SD of both arms at `at`; `over: baseline` takes the SDs at "
        "`from`, `over: changes` those of the changes",
        "ratio": "mean of `arm` over mean of `against`; or mean at `at` over mean at `from`; with both, ratio of the ratios",
        "odds ratio": "odds in `arm` over odds in `against`, of a share or of responders",
        "risk ratio": "the same with shares",
        "correlation": "over people, of `of` and `with`; with `from`, of their changes",
        "retest": "over people, of a reading with itself at `from`",
        "peak": "highest point of the mean curve; with `against`, of the curve less the other arm's",
        "trough": "lowest point of it",
        "time to peak": "time from the first moment to the highest point of the mean curve",
        "time to trough": "time to its lowest point",
        "mean over time": "mean of the mean curve",
        "area": "area between the mean curve and its value at the start",
        "half-life": "from the slope of the logarithm of the mean curve",
        "within-person sd": "root of the mean over people of the variance over occasions",
        "between-person sd": "SD over people of each person's mean over occasions",
        "intraclass correlation": "variance between people over the sum of that and the variance within",
        "autocorrelation": "mean over people of the correlation of a rating with the one that comes `lag` later",
        "within-person correlation": "mean over people of the correlation over occasions of `of` and `with`",
        "within-person slope": "mean over people of the slope over occasions of `of` on `with`",
        "between-person correlation": "over people, of the two items' means over occasions",
    }
)
_UNITS = {"instrument": "of the instrument", "instrument * time": "`UNIT*min`, `UNIT*h`, `UNIT*day`",
          "instrument / instrument": "`UNIT/UNIT` of the two"}  # fmt: skip


def _unit(kind: Kind) -> str:
    return ", ".join(_UNITS.get(unit, f"`{unit}`") for unit in kind.unit)


def _keys(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def kinds_table() -> str:
    """A Markdown table: each statistic, what it is, the keys that it needs and may have, its unit and scale."""
    head = ("statistic", "what it is", "needs", "may have", "unit", "compared on")
    scale = {"identity": "as it is", "log": "logarithm", "fisher z": "Fisher's z", "logit": "log-odds"}
    rows = [
        (f"`{item.name}`", MEANING[item.name], _keys(item.needs), _keys(item.may), _unit(item), scale[item.scale])
        for item in KINDS.values()
    ]
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]
    return "\n".join(lines)


if __name__ == "__main__":
    print(kinds_table())
