"""Several plans side by side: one row for each plan, size, deciding analysis and contrast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from somaloop.language import SomaloopError
from somaloop.trials.answer import Power, TrialAnswer
from somaloop.trials.work import names_of

if TYPE_CHECKING:
    import pandas as pd


def compare(answers: Sequence[TrialAnswer]) -> pd.DataFrame:
    """One table of plans.

    Columns: plan, title, design, size, outcome, method, contrast, unit; for each world that was asked its share of
    success with bounds (``known``, ``known_low``, ``known_high``; in ``nil`` the error of the first kind), ``effect``
    (true, in ``known`` on average, else in the first world asked), ``people`` (as used on average there), ``left``, ``screened`` and
    ``cost`` with its ``currency`` (NaN and empty where no costs are given). Raises SomaloopError without an answer, or
    where two plans have one name.
    """
    import pandas as pd

    if not answers:
        raise SomaloopError("there is no answer to compare")
    names = [answer.plan.name for answer in answers]
    for name in names:
        if names.count(name) > 1:
            raise SomaloopError(f"two plans are called {name!r}; give one of them another name")
    return pd.DataFrame([row for answer in answers for row in _rows(answer)])


def _rows(answer: TrialAnswer) -> list[dict[str, object]]:
    plan = answer.plan
    method = names_of(plan.analyses)[0]
    deciding = [power for power in answer.powers if power.method == method and power.outcome == plan.primary.of]
    worlds = dict.fromkeys(power.world for power in deciding)
    cells = {(power.size, power.contrast, power.world): power for power in deciding}
    costs = {cost.size: cost for cost in answer.costs}
    screened = answer.flow.screened / answer.flow.randomised
    left = sum(arm.left for arm in answer.flow.arms) / answer.flow.randomised
    found = []
    for size, contrast in dict.fromkeys((power.size, power.contrast) for power in deciding):
        own = {world: cells[size, contrast, world] for world in worlds}
        shown: Power = own.get("known", next(iter(own.values())))
        row: dict[str, object] = {
            "plan": plan.name, "title": plan.title, "design": plan.design, "size": size, "outcome": plan.primary.of,
            "method": method, "contrast": contrast, "unit": shown.unit,
        }  # fmt: skip
        for world, power in own.items():
            row |= {
                world: power.success.value, f"{world}_low": power.success.low, f"{world}_high": power.success.high,
            }  # fmt: skip
        cost = costs.get(size)
        row |= {
            "effect": shown.effect, "people": shown.people, "left": left,
            "screened": cost.screened if cost else round(screened * size), "cost": cost.total if cost else float("nan"),
            "currency": plan.costs.currency if plan.costs else "",
        }  # fmt: skip
        found.append(row)
    return found
