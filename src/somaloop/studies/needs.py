"""Which readings the statistics of a study need, by arm."""

from __future__ import annotations

from somaloop.instruments import INSTRUMENTS, Growth, Recall
from somaloop.studies.kinds import curve_moments
from somaloop.studies.moments import Moment
from somaloop.studies.record import Asked
from somaloop.studies.study import Statistic, Study

SCREENING = Moment(0)


def screening_moment(name: str) -> Moment:
    """When a screening reading is taken: the evening of day 0, or the instrument's own hour of that day."""
    window = INSTRUMENTS[name].window
    return SCREENING if isinstance(window, Recall | Growth) else Moment(0, window.hour)


def needed_by(statistic: Statistic) -> dict[str, set[Asked]]:
    """Readings that one statistic needs, by arm."""
    moments = {*statistic.at, *statistic.start, *curve_moments(statistic)}
    names = [statistic.of, *([statistic.with_] if statistic.with_ else [])]
    asked = {(name, timed(name, moment)) for name in names for moment in moments}
    arms = [statistic.arm, *([statistic.against] if statistic.against else [])]
    return {arm: set(asked) for arm in arms}


def timed(name: str, moment: Moment) -> Moment:
    """A moment as an instrument takes it: what looks back over days knows no hour, what has a usual hour gets it."""
    window = INSTRUMENTS[name].window
    if isinstance(window, Recall):
        return Moment(moment.day)
    return moment if moment.hour is not None else Moment(moment.day, window.hour)


def needed(study: Study) -> dict[str, set[Asked]]:
    """Readings that all statistics of a study need, by arm, with those of its screening."""
    found: dict[str, set[Asked]] = {name: set() for name in study.arms}
    for statistic in study.statistics:
        for arm, asked in needed_by(statistic).items():
            found[arm] |= asked
    for name, arm in study.arms.items():
        found[name] |= {(item.of, screening_moment(item.of)) for item in arm.people.include}
    return {name: asked for name, asked in found.items() if asked}


def in_usual_life(asked: Asked) -> bool:
    """Whether any part of a reading may lie on days before day 1."""
    name, moment = asked
    window = INSTRUMENTS[name].window
    days = window.days if isinstance(window, Recall | Growth) else 2
    return moment.day - days < 1
