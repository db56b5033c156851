"""Parameters of the clock: pacemaker, light and melatonin."""

from __future__ import annotations

from somaloop.language import Grade, Method, Parameter, Spread, lognormal, normal, uniform

HCL = "hcl-model-skeldon2023-equations"
BRESLOW = "breslow2013-melatonin"


def _p(
    name: str,
    value: float,
    unit: str,
    description: str,
    grade: Grade = "B",
    method: Method = "fitted",
    source: str = HCL,
    note: str = "",
    uncertainty: Spread | None = None,
    between_people: Spread | None = None,
) -> Parameter:
    return Parameter(
        name=name,
        value=value,
        unit=unit,
        description=description,
        grade=grade,
        method=method,
        source=source,
        note=note,
        uncertainty=uncertainty,
        between_people=between_people,
    )


PACEMAKER = (
    _p("cycle", 24.0, "hour", "Period for which the equations of the pacemaker are scaled.", "A"),
    _p(
        "period",
        24.2,
        "hour",
        "Period of the pacemaker in the dark.",
        "A",
        note="The model's value; 157 people in month-long isolation had 24.15 (SD 0.2) h.",
        between_people=normal(24.2, 0.2, low=23.5, high=24.8),
    ),
    _p("period_scale", 0.99669, "1", "Ratio of the small-amplitude to the full period of the oscillator."),
    _p("stiffness", 0.23, "1", "Strength with which the oscillator returns to its cycle."),
    _p("cubic", 4.0 / 3.0, "1", "Weight of the cubic term of the oscillator."),
    _p("light_speed", 0.55, "1", "How much light speeds the oscillator up."),
    _p("light_sensitivity", 0.4, "1", "How much the response to light depends on the phase."),
    _p("gate_rate", 9.6, "1/hour", "Rate with which reference light uses up the eye's photopigment (0.16 per minute)."),
    _p("gate_exponent", 0.6, "1", "Exponent of the response to light."),
    _p("gate_reference", 9500.0, "lux", "Light of the reference rate."),
    _p("gate_recovery", 0.78, "1/hour", "Rate with which the photopigment recovers (0.013 per minute)."),
    _p(
        "gate_drive",
        19.9 / 60.0,
        "hour",
        "Push on the pacemaker per rate of photopigment use (19.9 minutes).",
        note="With 0.16, 0.6, 0.013 one set of the authors; an erratum may have changed it (33.75, 0.05, 0.5, 0.0075).",
        between_people=lognormal(19.9 / 60.0, 0.2),
    ),
    _p("age", 40.0, "year", "Age of the person.", "A", "assumed", "", "A trait; 40 stands for the reference adult."),
    _p("age_young", 30.0, "year", "Age of the younger fitted group.", "A"),
    _p("age_old", 65.0, "year", "Age of the older fitted group.", "A"),
    _p("amplitude_young", 2.72, "1", "Amplitude of the circadian thresholds of sleep at 30 years."),
    _p("amplitude_old", 1.72, "1", "The same at 65 years."),
    _p("drive_mean", 0.7896, "1", "Constant term of the circadian drive."),
    _p("drive_x", -0.3912, "1", "Its term in x."),
    _p("drive_y", 0.7583, "1", "Its term in y."),
    _p("drive_xx", -0.4442, "1", "Its term in the square of x."),
    _p("drive_xy", 0.025, "1", "Its term in x times y."),
    _p("drive_yy", -0.9647, "1", "Its term in the square of y."),
    _p(
        "phase_offset",
        -2.535,
        "1",
        "Angle (radian) added to the oscillator's own, so that the phase of a person entrained to sleep from 23:00 to "
        "07:00 is 0 at midnight.",
        "D",
        "assumed",
        "",
        "Fitted to this model's own entrained run at age 40, so it is a convention and no fact about people.",
    ),
    _p(
        "phase_floor",
        1e-4,
        "1",
        "Keeps the phase defined where the oscillator is at rest.",
        "A",
        "assumed",
        "",
        "A numerical guard, far below the square of the amplitude (1).",
    ),
)

LIGHT = (
    _p("evening_light", 40.0, "lux", "Light indoors when the sun is down.", between_people=lognormal(40.0, 0.4)),
    _p("daylight_gain", 330.0, "lux", "Half of what day adds, indoors and out taken together."),
    _p("dawn", 7.5, "hour", "Clock time of the middle of dawn."),
    _p("dusk", 16.5, "hour", "Clock time of the middle of dusk."),
    _p("twilight", 6000.0 / 3600.0, "hour", "Width of dawn and dusk (6000 s)."),
)

MELATONIN = (
    _p(
        "synthesis",
        258.0,
        "pmol/L/hour",
        "Melatonin made at full drive, per volume of plasma.",
        source=BRESLOW,
        note="The later refit (0.0675 pmol/L/s) and 6% for light at night; the packaged value is likely per minute.",
        uncertainty=lognormal(258.0, 0.1),
        between_people=lognormal(258.0, 0.6),
    ),
    _p("pineal_release", 2.819, "1/hour", "Release from pineal to plasma (7.83e-4 per s).", source=BRESLOW),
    _p("plasma_clearance", 1.206, "1/hour", "Clearance from plasma (3.35e-4 per s, half-life 34 min).", source=BRESLOW),
    _p(
        "light_suppression",
        7.0,
        "1",
        "Suppression of synthesis by light, per push on the pacemaker.",
        source=BRESLOW,
        note="Used as exp(-7 B) in place of 1 - 7 B, which is the same in dim light and never negative.",
        between_people=lognormal(7.0, 0.4),
    ),
    _p(
        "window_middle",
        0.23,
        "1",
        "Phase (radian, 0 at midnight) of the middle of the nightly window of synthesis.",
        "B",
        "assumed",
        BRESLOW,
        "Set so that plasma passes 10 pg/mL two hours before habitual sleep.",
        between_people=normal(0.23, 0.13),
    ),
    _p(
        "window_half",
        1.265,
        "1",
        "Half length (radian) of that window: 9.7 h in all.",
        "B",
        "derived",
        BRESLOW,
        "The refitted window runs from 1.1345 to 3.6652 rad.",
    ),
    _p(
        "window_softness",
        0.08,
        "1",
        "Softness of its edges.",
        "D",
        "assumed",
        "",
        "Synthesis comes up over about three quarters of an hour.",
    ),
    _p(
        "capacity_time",
        24.0,
        "hour",
        "Time in which a change of the supply for melatonin changes its synthesis.",
        "D",
        "assumed",
        "",
        "Enzyme turnover takes about a day.",
        uncertainty=lognormal(24.0, 0.5),
    ),
    _p(
        "molar_mass",
        0.23228,
        "pg/mL/(pmol/L)",
        "Melatonin: 232.28 g/mol.",
        "A",
        "assumed",
        "",
        "Chemistry.",
    ),
    _p(
        "melatonin_reference",
        47.0,
        "pg/mL",
        "Nightly plateau in plasma of the reference person.",
        "B",
        "derived",
        BRESLOW,
        "Synthesis over clearance.",
    ),
)

OUTDOORS = (
    _p(
        "outdoors_memory",
        72.0,
        "hour",
        "Time over which daylight outdoors acts on mood.",
        "D",
        "assumed",
        "",
        "Light treatment works within days to a week.",
        uncertainty=lognormal(72.0, 0.5),
    ),
    _p(
        "outdoors_half",
        2500.0,
        "lux",
        "Extra light that counts as half outdoors.",
        "D",
        "assumed",
        "",
        "An overcast sky gives some thousands of lux, a lit room hundreds.",
        uncertainty=uniform(1000.0, 5000.0),
    ),
    _p(
        "outdoors_daily",
        1.0 / 24.0,
        "1",
        "Share of the day that is an hour outdoors.",
        "A",
        "assumed",
        "",
        "A definition: effects on mood are stated per hour outdoors a day.",
    ),
)

PARAMETERS = (*PACEMAKER, *LIGHT, *MELATONIN, *OUTDOORS)
