"""How the analyses of trials did on known truths: on a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from somaloop.trials.answer import Share
from somaloop.trials.method_check import SURE, Checked

AS_PROMISED = "as promised"

_INTRO = """# Analyses of virtual trials

What each analysis does, and a check of all of them on trials whose truth is known.

| in a plan | the model | error, interval and p |
| --- | --- | --- |
| `ancova` | least squares at the visit that counts: arms and covariates (`baseline`, `sex`, `age`, `strata`, instruments at baseline); people without a reading there are left out | t |
| `mmrm` | all visits: arms x visits, baseline readings x visits, other covariates alike at all visits; unstructured covariance, restricted likelihood (REML); if that has no maximum, Toeplitz, then compound symmetric | Kenward & Roger |
| `crossover` | arms and periods, random intercepts of people (REML); if somebody gets the same arm twice, random effects too | Kenward & Roger |
| `n-of-1` | arms and periods, random intercepts and random effects of the arms, correlated (REML); if that has no maximum, independent ones, then fixed effects of people | Kenward & Roger |
| `responder` | who gained `by` points or that share of the baseline, nobody without a reading; difference of shares from a logistic regression averaged over all people (g-computation); without covariates, or where the regression has no maximum, the plain difference | of Ye, Bannick, Yi & Shao, normal; plain: score test, Newcombe's interval |
| `bayesian` | the model of `ancova`; flat or normal prior of the difference, all else flat | the posterior: t, or on a grid |
| `factorial` | the model of `ancova` with an arm for every cell; main effects over cells with equal weights, interactions | t |
| `dose` | the model of `ancova`; the rise along the line through the arms' means; every dose against control | t; Dunnett |
| `cluster` | means of clusters, adjusted by slopes within clusters; one number for each cluster | t, degrees of freedom of clusters |

Every other arm is compared with the control. A fallback is named beside its result, and an analysis that cannot be done gives
no number but the reason. At interim looks, boundaries of Lan & DeMets (O'Brien-Fleming or Pocock type) are worked out by
recursive integration; giving up for little conditional power does not bind, so it can only lower the error of the first kind.

Variance components may be negative where the whole covariance is allowed: to force them to 0 would spoil the error of the
first kind where people differ (Stroup & Littell 2002).

## Checked against other programs

The tests hold the numbers and the calls that made them: `ancova`, `factorial` and the line of `dose` against R's `lm` and
`emmeans`; Dunnett against R's `multcomp` and SciPy; `mmrm` against R's `nlme::gls` (estimates, errors), against R's `mmrm` and SAS PROC
MIXED on the FEV1 data of the former (estimates, errors, degrees of freedom of Satterthwaite and of Kenward & Roger); compound symmetry,
`crossover` and `n-of-1` against R's `lmerTest` and `pbkrtest`, and statsmodels' `MixedLM`; `bayesian` against NumPyro; boundaries of
looks against published tables; power by formula against R and against these simulations.
"""

_TABLES = """## Checked on known truths

Readings are drawn from a multivariate normal distribution, not from the model of this program: a scale with a spread of 5
points between people, correlations of 0.70 between neighbouring visits and 0.58 between baseline and the fourth visit
after it; in trials of periods 4 points between people and 3 within. *Nobody leaves*, or *a quarter leave*: more of those whose last
reading was bad, whichever arm they are in (missing at random), and 3 % of single readings are missing besides.

Shares have exact 95 % intervals of chance (Monte Carlo). *As promised*: the error of the first kind, the coverage and (where a
formula gives it) the power lie inside a {sure} interval around what was counted, and the mean estimate no further from the truth
than such an interval. {replicates} trials in every row.
"""


def verdict(row: Checked) -> str:
    """Whether a row is as promised, and if not, what is off and why that was to be expected."""
    if not row.off:
        return AS_PROMISED
    said = ", ".join(row.off)
    return f"{said}; expected: {row.expected}" if row.expected else f"**{said}**"


def unexpected(rows: Sequence[Checked]) -> list[Checked]:
    """Rows that are not as promised, without a reason that was known before."""
    return [row for row in rows if row.off and not row.expected]


def methods_text(rows: Sequence[Checked], command: str, stamp: str) -> str:
    """The page as Markdown."""
    replicates = max(row.replicates for row in rows)
    null = [row for row in rows if row.true == 0]
    some = [row for row in rows if row.true != 0]
    bad = len(unexpected(rows))
    known = sum(bool(row.off and row.expected) for row in rows)
    summary = (
        f"{len(rows)} rows: {sum(not row.off for row in rows)} as promised, {known} off as expected, {bad} off without a known "
        f"reason. Written by `{command}`, version `{stamp}`."
    )
    first = [
        "| analysis | trials | contrast | error of the first kind | promised | bias | coverage | fallback | |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
        *(
            f"| {row.name} | {row.data} | {row.contrast} | {_share(row.found)} | {_percent(row.nominal)} | {_bias(row)} | "
            f"{_share(row.coverage)} | {_rare(row.fallback)} | {verdict(row)} |"
            for row in null
        ),
    ]
    second = [
        "| analysis | trials | contrast | true | power | by formula | bias | coverage | fallback | |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        *(
            f"| {row.name} | {row.data} | {row.contrast} | {row.true:.2f} | {_share(row.found)} | "
            f"{'' if row.power is None else _percent(row.power)} | {_bias(row)} | {_share(row.coverage)} | {_rare(row.fallback)} | "
            f"{verdict(row)} |"
            for row in some
        ),
    ]
    parts = [
        _INTRO.rstrip(), _TABLES.format(sure=f"{100 * SURE:g} %", replicates=f"{replicates:,}").rstrip(), summary,
        "### No effect", "\n".join(first), "### An effect",
        "In factorial trials each treatment alone has an effect of -2, both together -3. Responders count those who left as "
        "none, and so does their true value.",
        "\n".join(second), "## What follows", _LIMITS,
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


_LIMITS = """- Where the arms lose different people (*who leaves hangs on arm and readings*: in the control arm those with bad readings, in the
  treated arm those with good ones), an analysis of the last visit alone finds effects that are not there. Use `mmrm`, which takes the
  earlier readings of those who left into account; it is right as long as leaving hangs on readings that were taken.
- No analysis here is right where leaving hangs on what was not seen (bad days). Such plans can be written, and their bias
  shows in the report of the trial.
- Bayesian analyses promise an error of the first kind only with a flat prior.
- Newcombe's interval is wider than it need be where few of few people respond: by exact count it holds 97.4 % where a tenth of 30 and of 30
  do. That was worked out after its row had been seen; it errs on the safe side.
- With few people in a row of fallbacks, the unstructured covariance (or random effects) could not be told from the readings;
  the simpler model was used instead."""


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _share(share: Share) -> str:
    return f"{100 * share.value:.1f} % ({100 * share.low:.1f} to {100 * share.high:.1f})"


def _bias(row: Checked) -> str:
    return f"{row.bias:+.3f} ± {1.96 * row.bias_error:.3f}"


def _rare(share: float) -> str:
    return "" if share == 0 else f"{100 * share:.1f} %"


def print_methods(rows: Sequence[Checked]) -> None:
    """The rows as a table for reading."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    for title, chosen in (
        ("No effect: error of the first kind", [row for row in rows if row.true == 0]),
        ("An effect: power", [row for row in rows if row.true != 0]),
    ):
        if not chosen:
            continue
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for column in ("analysis, trials", "contrast", "found", "promised", "bias", "coverage", ""):
            table.add_column(column)
        for row in chosen:
            promised = row.nominal if row.true == 0 else row.power
            style = "green" if not row.off else "yellow" if row.expected else "bold red"
            table.add_row(
                escape(f"{row.name}, {row.data}"), escape(row.contrast), _share(row.found),
                "" if promised is None else _percent(promised), _bias(row), _share(row.coverage),
                f"[{style}]{escape(verdict(row).replace('**', ''))}[/]",
            )  # fmt: skip
        console.print(table)
        console.print()
