"""Study files: what is read from them, and what each error of a user says: the file, the line, what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from somaloop.studies import StudyError, parse_studies, read_studies
from somaloop.studies.moments import Moment
from somaloop.studies.scales import NORMAL_95

EXAMPLE = Path(__file__).parents[2] / "examples" / "studies" / "my-study.yaml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
MEAN = "statistic: mean\n    arm: placebo\n    at: day 0\n    unit: points\n    published: 13.4"


def line_of(text: str, words: str) -> int:
    """The line of a text in which some words stand first."""
    return text[: text.index(words)].count("\n") + 1


def changed(old: str, new: str) -> str:
    assert old in TEXT, old
    return TEXT.replace(old, new, 1)


def error_of(old: str, new: str) -> tuple[str, str]:
    """The whole text of a file with one thing changed, and the error that it gives."""
    text = changed(old, new)
    with pytest.raises(StudyError) as caught:
        parse_studies(text, "my-study.yaml")
    return text, str(caught.value)


# What is changed in the example; words at the place that the error must point to; what it must say.
WRONG = {
    "instrument": ("of: PHQ-15\n    statistic: mean", "of: PHQ15\n    statistic: mean", "of: PHQ15",
                   "unknown instrument 'PHQ15'; did you mean 'PHQ-15'?"),
    "other instrument": ("with: GAD-7", "with: GAD7", "with: GAD7", "unknown instrument 'GAD7'; did you mean 'GAD-7'?"),
    "statistic": ("statistic: responders", "statistic: responder", "statistic: responder",
                  "unknown statistic 'responder'; did you mean 'responders'?"),
    "arm": ("arm: magnesium", "arm: magnesum", "arm: magnesum", "unknown arm 'magnesum'; did you mean 'magnesium'?"),
    "no arm": ("    arm: placebo\n    at: day 0", "    at: day 0", "- what: PHQ-15 before", "say which arm: placebo, magnesium"),
    "itself": ("against: placebo", "against: magnesium", "against: magnesium", "an arm is compared with itself"),
    "unit": ("unit: share", "unit: points", "unit: points\n    published: 0.12",
             "unit 'points' does not fit: responders of PHQ-15 is in 'share' or '%'"),
    "outside": ("at: week 8\n    by", "at: week 9\n    by", "at: week 9", "'week 9' lies outside the study: day -55 to day 56"),
    "before": ("from: day 0", "from: day -60", "from: day -60", "lies outside the study"),
    "no moment": ("at: week 8\n    by", "at: wek 8\n    by", "at: wek 8", "is not a moment; write day 84, week 12"),
    "clock": ("at: week 8\n    unit: mmol/L", "at: day 9 25:00\n    unit: mmol/L", "at: day 9 25:00", "there is no 25:00"),
    "missing key": ("  - what: PHQ-15 before treatment\n    of", "  - of", "- of: PHQ-15", "the key what is missing"),
    "needed key": (MEAN, MEAN.replace("    at: day 0\n", ""), "- what: PHQ-15 before", "'mean' needs the key 'at'"),
    "key of another": ("by: 50 %", "by: 50 %\n    quantile: 0.5", "quantile", "'responders' takes no 'quantile'; it takes"),
    "unknown key": ("design: parallel", "desing: parallel", "desing", "unknown key 'desing'; did you mean 'design'?"),
    "use": ("weeks: 8", "use: calibrate\nweeks: 8", "use: calibrate", "unknown key 'use'"),
    "design": ("design: parallel", "design: paralel", "design: paralel", "did you mean 'parallel'?"),
    "one arm": ("design: parallel", "design: single", "design: single", "a study of one arm has 2 arms"),
    "mechanism": ("mechanism: trials", "mechanism: trail", "mechanism: trail", "did you mean 'trials'?"),
    "person": ("type: primary care", "type: primary cares", "people:", "did you mean 'primary care'?"),
    "fact": ("female: 0.7", "female: 0.7\n  facts: {magnesum: low}", "people:", "did you mean 'magnesium'?"),
    "age": ("mean: 42", "mean: 12", "mean: 12", "people age mean: must be greater than or equal to 18, got 12"),
    "criterion": ("of: PHQ-15, at least", "of: PHQ-51, at least", "include", "did you mean 'PHQ-15'?"),
    "no bound": ("{of: PHQ-15, at least: 10}", "{of: PHQ-15}", "include", "needs 'at least' or 'at most'"),
    "row": ("mechanism: trials", "mechanism: trials\nrows: [peikert1996-mg-migrane]", "rows:",
            "did you mean 'peikert1996-mg-migraine'?"),
    "row of a number": ("published: 0.12", "published: 0.12\n    row: peikert1996-mg-migraine", "row:", "is not among the rows"),
    "baseline": ("weeks: 8", "weeks: 8\nbaseline: {PHQ15: 3}", "baseline", "did you mean 'PHQ-15'?"),
    "line": ("as citrate", "as citrat", "  magnesium: {n", "did you mean 'citrate'?"),
    "what": ("300 mg magnesium", "300 mg magnesum", "  magnesium: {n", "did you mean 'magnesium'?"),
    "no length": ("weeks: 8\n", "", "study: my-study", "say how long the study lasts"),
    "two lengths": ("weeks: 8\n", "weeks: 8\ndays: 56\n", "study: my-study", "say how long the study lasts"),
    "same name": ("what: worry and symptoms go together", "what: PHQ-15 before treatment", "- what: PHQ-15 before treatment\n    of: PHQ-15\n    with",
                  "two statistics are called"),
    "share": ("published: 0.12", "published: 12", "published: 12", "a share lies between 0 and 1"),
    "correlation": ("published: 0.45", "published: 1.45", "published: 1.45", "a correlation lies between -1 and 1"),
    "interval": ("[-3.2, -1.0]", "[-1.0, -3.2]", "interval: [-1.0", "the lower end of an interval stands first: [-3.2, -1]"),
    "not in it": ("[-3.2, -1.0]", "[-1.2, -1.0]", "interval: [-1.2", "-2.1 does not lie in the interval"),
    "people": ("published: 13.4", "published: 13.4\n    n: [3, 4]", "    n: [3, 4]", "2 numbers of people for 1 arm"),
    "by": ("by: 50 %", "by: half", "by: half", "write 3 or 50 %"),
    "no number": ("published: 13.4", "published: many", "published: many", "needs a number, got 'many'"),
    "not finite": ("published: 13.4", "published: .nan", "published: .nan", "needs a number"),
    "kinds": ("at: day 0\n    unit: points", "at: 5\n    unit: points", "at: 5", "needs text, or needs a list"),
    "looks back": ("weeks: 8", "weeks: 8\nsettle: 20", "include", "PHQ-15 looks back over 28 days; on day 0 it needs settle: 28 or more"),
    "every": (MEAN, MEAN.replace("mean", "peak").replace("at: day 0", "between: [day 3 08:00, day 3 12:00]\n    every: 5 minuts"),
              "every: 5 minuts", "'5 minuts' is not a length of time"),
    "order": (MEAN, MEAN.replace("mean", "mean over time").replace("at: day 0", "between: [day 9, day 3]"), "between:",
              "the second moment must come after the first"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_an_error_names_file_and_line_and_what_was_meant(name: str):
    old, new, where, says = WRONG[name]
    text, error = error_of(old, new)
    assert says in error
    assert f"my-study.yaml:{line_of(text, where)}:" in error


def test_each_problem_is_told_once_and_all_together():
    _, error = error_of("type: primary care", "type: primary cares")  # both arms share these people
    assert error.count("unknown person type") == 1
    text = changed("unit: share", "unit: shares").replace("with: GAD-7", "with: GAD7")
    with pytest.raises(StudyError, match="2 problems"):
        parse_studies(text, "my-study.yaml")


@pytest.mark.parametrize("text", ["", "hello", "[]", "- hello"])
def test_a_file_without_studies(text: str):
    with pytest.raises(StudyError, match="a study begins with the key study"):
        parse_studies(text, "empty.yaml")


def test_the_example_is_read_as_it_is_written():
    (study,) = read_studies(EXAMPLE)
    assert (study.days, study.settle_days, study.design, study.rows) == (56, 56, "parallel", ())
    assert {name: arm.n for name, arm in study.arms.items()} == {"placebo": 40, "magnesium": 42}
    assert study.arms["placebo"].people.include[0].at_least == 10
    assert "citrate" in study.arms["magnesium"].lines
    first, change, difference, halved, serum, together = study.statistics
    assert all(item.use == "validate" for item in study.statistics)  # no row says that it may be fitted
    assert first.at == (Moment(0),) and first.n == (40,)
    assert first.standard_error == pytest.approx(3.1 / 40**0.5)
    assert change.start == (Moment(0),) and change.at == (Moment(56),)
    assert change.standard_error == pytest.approx(2.2 / (2 * NORMAL_95))
    assert (difference.arm, difference.against, difference.n) == ("magnesium", "placebo", (42, 40))
    assert (halved.by, halved.by_share, halved.rise) == (0.5, True, False)
    assert serum.standard_error == pytest.approx(0.01) and serum.at[0].hour is not None  # taken at its usual hour
    assert together.with_ == "GAD-7" and together.standard_error == pytest.approx(37**-0.5)


@pytest.mark.parametrize(
    ("design", "n", "error"),
    [
        ("parallel", "[42, 40]", (1 / 42 + 1 / 40) ** 0.5),
        ("parallel", "82", (2 / 41) ** 0.5),
        ("crossover", "40", 40**-0.5),
    ],
)
def test_the_error_of_a_difference_follows_from_the_design(design: str, n: str, error: float):
    text = changed("interval: [-1.9, 1.1]", f"sd: 2\n    n: {n}").replace("design: parallel", f"design: {design}")
    (study,) = parse_studies(text)
    assert study.statistics[2].standard_error == pytest.approx(2 * error)


def test_units_of_slopes_areas_and_shares_in_per_cent():
    worded = MEAN.replace("mean", "within-person slope").replace("at: day 0", "with: momentary pain\n    between: [day 1, day 3]\n    ratings: [08:00, 20:00]")  # fmt: skip
    (study,) = parse_studies(changed("of: PHQ-15\n    " + MEAN + "\n    sd: 3.1", "of: momentary worry\n    " + worded.replace("unit: points", "unit: points/points")))  # fmt: skip
    assert study.statistics[0].ratings == (8.0, 20.0)
    (study,) = parse_studies(changed("unit: share\n    published: 0.12", 'unit: "%"\n    published: 12'))
    (plain,) = parse_studies(TEXT)
    assert study.statistics[3].standard_error == pytest.approx(plain.statistics[3].standard_error)
