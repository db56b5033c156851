"""Read trial plans. Everything is checked, all problems together, each with its file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from somaloop.language import Body, SomaloopError, suggestion
from somaloop.people import Population
from somaloop.protocol import Protocol, ProtocolError
from somaloop.protocol.problems import Problem
from somaloop.protocol.source import read_text
from somaloop.protocol.yaml_shape import shape_problems
from somaloop.protocol.yaml_text import document
from somaloop.studies.file_reader import FileReader
from somaloop.trials._read_analyses import read_analyses, read_outcomes, read_visits
from somaloop.trials._read_arms import no_danger, read_arms, read_control
from somaloop.trials._read_conduct import read_adherence, read_costs, read_leaving, read_side_effects
from somaloop.trials._read_design import fits_design, read_allocation, read_clusters, read_length, read_periods
from somaloop.trials._read_sizes import read_looks, read_sizes
from somaloop.trials.plan import Estimand, TrialPlan
from somaloop.trials.text import TrialText

# What to write where the value of a key is of the wrong kind.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "weeks": "write weeks: 12",
        "settle": "a number of days: settle: 28",
        "size": "people in all arms together: size: 200, or size: [200, 100, 400]",
        "visits": "write visits: [baseline, week 4, week 12], or visits: every 2 weeks",
        "arms": "write each arm below it, with its lines: placebo: take placebo at 20:00 daily; blinded",
        "people": "write people: {type: ssd}",
        "outcomes": "write outcomes: [{of: PHQ-15, primary: true}, GAD-7]",
        "adherence": "write adherence: {misses: 10 %, stops: 5 %}",
        "dropout": "write dropout: 15 %",
        "missing": "write missing: 5 %",
        "side effects": "write side effects: [{of: loose stools, rise: 0.14, unmasks: 30 %}]",
        "looks": "write looks: {at: [50 %]}",
        "costs": "write costs: {currency: EUR, person: 150, visit: 60}",
        "periods": "write periods: {sequences: [[placebo, magnesium], [magnesium, placebo]], weeks: 4, washout: 2}",
        "clusters": "write clusters: {size: 12, likeness: 0.05}",
    }
)


class PlanError(ProtocolError):
    """One or more problems of a trial plan."""


def read_plan(path: str | Path, body: Body | None = None) -> TrialPlan:
    """Read the plan of a trial. Raises PlanError with every problem, each with its line."""
    return parse_plan(read_text(Path(path)), str(path), body)


def parse_plan(text: str, file: str = "", body: Body | None = None) -> TrialPlan:
    """Read the text of a plan. Raises PlanError as :func:`read_plan` does; ``plan.text`` is this text."""
    from somaloop.model import whole_body

    try:
        reader = PlanReader(body or whole_body(), document(text, file))
        return reader.read(text)
    except PlanError:
        raise
    except ProtocolError as error:  # broken YAML, or a key given twice
        raise PlanError(error.problems, error.count) from None


class PlanReader(FileReader):
    """Reads one plan. What can be read is read, so that all problems are told together."""

    def read(self, written: str) -> TrialPlan:
        """The plan. Raises PlanError."""
        data = self.found.data
        if not isinstance(data, Mapping) or "trial" not in data:
            said = "this file holds no trial plan"
            if isinstance(data, Mapping):
                near = [key for key in data if suggestion(str(key), ("trial",))]
                if "study" in data or ("arms" in data and "person" in data):
                    said += "; it is a study or an experiment"
                elif near:
                    said += f": it has the key {near[0]!r}; did you mean 'trial'?"
            self.say(said, (), hint="a plan begins with the key trial, its name; see docs/trial-plans.md")
            self.stop_at_problems(PlanError)
        self.problems += [_with_example(problem) for problem in shape_problems(TrialText, data, self.found)]
        self.stop_at_problems(PlanError)
        plan = self._plan(TrialText.model_validate(data), written)
        self.stop_at_problems(PlanError)
        return plan

    def _plan(self, text: TrialText, written: str) -> TrialPlan:
        people = self.people(text.people, ("people",), text.settle)
        usual, varied = self.usual(("usual life",))
        everybody = self.protocol(self.lines(("everybody",)), ("everybody",)) or Protocol()
        fits_design(self, text)
        before = len(self.problems)
        arms, factors = read_arms(self, text, usual, everybody)
        control = read_control(self, text, arms, told=len(self.problems) > before)
        periods = read_periods(self, text, arms)
        days = read_length(self, text, periods)
        allocation = read_allocation(self, text, arms, periods)
        clusters = read_clusters(self, text)
        visits = read_visits(self, text, days, periods)
        outcomes = read_outcomes(self, text)
        effects = read_side_effects(self, text)
        analyses = read_analyses(self, text, visits, allocation, arms, periods)
        plan = TrialPlan(
            name=text.trial, title=text.title, question=text.question, people=people or Population(), usual=usual,
            everybody=everybody, settle_days=text.settle, days=days, design=text.design, arms=arms, control=control,
            visits=visits, outcomes=outcomes, analyses=analyses,
            sizes=read_sizes(self, text, allocation, periods), factors=factors, periods=periods,
            allocation=allocation, clusters=clusters, adherence=read_adherence(self, text),
            dropout=read_leaving(self, text, "dropout"), missing=read_leaving(self, text, "missing"),
            side_effects=effects, estimand=Estimand(strategy=text.estimand.strategy, words=text.estimand.words),
            looks=read_looks(self, text), costs=read_costs(self, text, arms), varied_days=varied, seed=text.seed,
            file=self.found.file, text=written,
        )  # fmt: skip
        if not self.problems:
            no_danger(self, plan)
        return plan


def _with_example(problem: Problem) -> Problem:
    """The problem with what to write, where the whole value of a key (or an item of it) is of the wrong kind."""
    key = problem.message.partition(":")[0].partition(" item ")[0]
    return replace(problem, hint=problem.hint or EXAMPLES.get(key, ""))


def main(arguments: list[str]) -> int:
    """Check trial plans; problems and remarks go to the terminal."""
    from somaloop.trials.remarks import remarks

    worst = 0
    for name in arguments:
        try:
            plan = read_plan(name)
        except SomaloopError as error:
            print(error)
            worst = 1
            continue
        arms, sizes = ", ".join(plan.arms), ", ".join(f"{size}" for size in plan.sizes)
        print(f"{name}: {plan.design}, {plan.days / 7:g} weeks, {sizes} people; {arms}")
        for sentence in remarks(plan):
            print(f"  {sentence}")
    return worst


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
