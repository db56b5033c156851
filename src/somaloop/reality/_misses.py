"""Why the model misses some figures of sleep, clock, stress axis, heart and caffeine; by mechanism and figure."""

from __future__ import annotations

_SPEECH = (
    "In the whole body a speech reaches the stress axis only through appraised stress, which takes 24 minutes to "
    "build, and through the strength of that arrow; the answer comes late and at about half the size. The core alone, "
    "driven five-fold for 20 minutes, gives 2.25-fold at 47 minutes."
)
_WAKING = (
    "Sleep is a mean over many nights here, so waking is smeared over half an hour and so is its pulse on the axis. "
    "Given a sharp waking the core alone rises by a half."
)
_NIGHT = (
    "Sleep loss raises the evening drive by an arrow that is small as known (later studies than this one are mixed), "
    "and the shifted light and sleep of the night move the clock as well."
)

_LATE = (
    "The core is later than people: 20 minutes of drive act through three pools in a row, the last with a half-life of 66 "
    "minutes, so cortisol and ACTH peak about a quarter of an hour late and fall late."
)

MISSES: dict[tuple[str, str], str] = {
    ("sleep", "rise of worry after a night without sleep (published: anxiety)"): (
        "Just above a narrow range, which is that of two pooled sizes and leaves out their sampling error."
    ),
    ("circadian", "melatonin onset (10 pg/mL) before the minimum of temperature"): (
        "The onset is a quarter of an hour late against the pacemaker: the gate of the pineal opens at the phase given "
        "for its own model, which is not that of this pacemaker."
    ),
    ("hpa", "highest over lowest hourly mean of cortisol"): (
        "The night falls lower than in the studies of hourly means: the squared adrenal answer deepens the trough."
    ),
    ("hpa", "rise of salivary cortisol in half an hour after waking"): _WAKING,
    ("hpa", "rise of salivary cortisol in half an hour after waking, amount"): _WAKING,
    ("hpa", "people whose salivary cortisol rises after waking (by 2.5 nmol/L, a limit from memory)"): _WAKING,
    ("hpa", "cortisol 20 min after the onset of a speech test, core alone"): _LATE,
    ("hpa", "cortisol 110 min after the onset of a speech test, core alone"): _LATE,
    ("hpa", "ACTH 35 min after the onset of a speech test, core alone"): _LATE,
    ("hpa", "cortisol 35 min after the onset of a speech test, whole body"): _SPEECH,
    ("hpa", "ACTH 20 min after the onset of a speech test, whole body"): _SPEECH,
    ("hpa", "median of people's highest cortisol in a speech test (samples at 10, 20, 35 min)"): _SPEECH,
    ("hpa", "people whose cortisol rises by half in a speech test"): _SPEECH,
    ("hpa", "evening cortisol after a night without sleep, of the evening before, man of 25"): _NIGHT,
    ("hpa", "evening cortisol after sleep from 04:00 to 08:00, of the evening before, man of 25"): _NIGHT,
    ("autonomic", "heart rate, awake at rest"): (
        "One beat above a range that is only the sampling error of a very large survey; the reference life has coffee and "
        "a moderate day in it."
    ),
    (
        "autonomic",
        "geometric mean of RMSSD, age 55 to 65",
    ): "On the edge of the range: the fall with age is a little steep.",
    ("autonomic", "rise of heart rate in a speech test"): (
        "Stress is an hour-scale appraised level here; the sharp sympathetic answer to speaking before people is not in it."
    ),
    ("autonomic", "adrenaline in a speech test, of rest"): (
        "Stress is an hour-scale appraised level here; the sharp sympathetic answer to speaking before people is not in it."
    ),
    ("autonomic", "fall of log RMSSD in a stressful task, people with SSD against healthy people"): (
        "The starting type with SSD begins with less vagal activity and so has less to lose; no arrow makes its answer "
        "larger."
    ),
    ("autonomic", "change of log RMSSD by a quarter of an hour of slow breathing"): (
        "Slow breathing builds up over 18 minutes here, so that a quarter of an hour shows half of it."
    ),
    ("caffeine", "clearance, six people without caffeine before"): "On the edge of the range of six people.",
    ("caffeine", "elimination constant after 750 mg"): (
        "Clearance does not saturate here; after 750 mg these people cleared more slowly than after 300 mg."
    ),
}
