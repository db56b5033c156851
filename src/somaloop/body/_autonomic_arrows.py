"""The arrows that leave the autonomic system."""

from __future__ import annotations

from somaloop.evidence.told import arrow_in_question
from somaloop.language import Arrow, Grade, Spread, fixed, lognormal, normal, proportional


def _linear(
    name: str,
    quantity: str,
    target: str,
    description: str,
    *,
    as_known: Spread,
    grade: Grade,
    source: tuple[str, ...] = (),
    note: str,
    claim: str = "",
    unit: str = "1",
    sign: float = 1.0,
) -> Arrow:
    """An arrow whose effect is its strength times a quantity."""
    return arrow_in_question(
        name=name,
        origin=f"autonomic.{quantity}",
        target=target,
        description=description,
        equation=proportional(quantity, sign=sign),
        unit=unit,
        as_known=as_known,
        grade=grade,
        method="assumed",
        source=source,
        note=note,
        claim=claim,
    )


AROUSAL = (
    _linear(
        "arousal_tenses_muscle",
        "arousal_excess",
        "muscle.drive",
        "Arousal tenses muscles.",
        as_known=lognormal(1.0, 0.15),
        grade="A",
        source=("wijsman2013-trapezius-emg", "luedtke2018-trapezius-mental-stress"),
        note="The size stands in the muscle's gain; the strength 1 is its unit.",
        claim="C016",
    ),
    _linear(
        "arousal_upsets_bowel",
        "arousal_excess",
        "gut.arousal",
        "Arousal slows the stomach and stirs the bowel.",
        as_known=lognormal(1.0, 0.15),
        grade="A",
        source=("stress-gastric-emptying-set",),
        note="The size stands in the gut's own gains; the strength 1 is its unit.",
        claim="C061",
    ),
    _linear(
        "arousal_disturbs_sleep",
        "arousal_excess",
        "sleep.arousal",
        "Bodily arousal keeps awake.",
        as_known=lognormal(0.8, 0.3),
        grade="B",
        note=(
            "The size stands in the sleeper's sensitivity. Reviews support hyperarousal in insomnia; newer work puts "
            "the risk in reactivity more than in basal arousal."
        ),
        claim="C066",
    ),
    _linear(
        "arousal_excites_cortex",
        "arousal_excess",
        "cortex.excitation_drive",
        "Arousal makes the brain more excitable.",
        as_known=normal(0.1, 0.08),
        grade="C",
        note="Known: direction only, from startle; no size on this scale.",
        claim="C016",
    ),
    _linear(
        "arousal_alarms",
        "arousal_excess",
        "appraisal.body_alarm",
        "The aroused body is felt as an alarm.",
        as_known=normal(0.15, 0.12),
        grade="B",
        source=("robinaugh2024-panic-ode-fast", "fisher2017-couplings", "wolters2022-interoceptive-accuracy"),
        note=(
            "Shown for panic; in diaries a minority "
            "of people show such a coupling, and somatic patients do not sense the body better."
        ),
        claim="C018",
    ),
)

ADRENALINE = (
    _linear(
        "adrenaline_moves_magnesium",
        "adrenaline_excess",
        "magnesium.tissue_shift",
        "Adrenaline moves magnesium from plasma into cells.",
        unit="mmol/hour/(pg/mL)",
        as_known=lognormal(0.0011, 0.3),
        grade="A",
        source=("adrenaline-hansen1989", "adrenaline-rbc-nmr", "adrenaline-infusion-steady-state"),
        note="Fitted: 780 pg/mL above rest takes serum from 0.83 to 0.78 mmol/L in 2 h. Daily stress does little.",
        claim="C034",
    ),
)

SIGNALS = (
    Arrow(
        name="heartbeat_is_sensed",
        origin="autonomic.palpitation_signal",
        target="perception.palpitation_signal",
        description="The pounding of the heart reaches perception.",
        equation=proportional("palpitation_signal"),
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring: the signal is what arrives.",
        claim="C009",
        structural=True,
    ),
    Arrow(
        name="chest_is_sensed",
        origin="autonomic.chest_tightness",
        target="perception.tightness_signal",
        description="Tightness of the chest reaches perception, beside that of the muscles.",
        equation=lambda strength, q: strength * (q.chest_tightness - q.chest_rest),
        unit="1",
        as_told=0.5,
        as_known=fixed(0.5),
        grade="C",
        method="assumed",
        note="Wiring: half of the weight of shoulders and jaw, above what a calm chest sends.",
        claim="C009",
        structural=True,
    ),
)

VAGUS = (
    _linear(
        "vagus_settles_bowel",
        "vagal",
        "gut.vagal",
        "Vagal activity settles the bowel and keeps it moving.",
        as_known=lognormal(0.5, 0.5),
        grade="C",
        note="Known: the nerve does so; the heart tells of it loosely.",
        claim="C019",
    ),
)

EXERCISE = (
    _linear(
        "exercise_sweats_magnesium",
        "exertion",
        "magnesium.sweat_loss",
        "Sweat of exercise carries magnesium.",
        unit="mmol/hour",
        as_known=lognormal(0.17, 0.45),
        grade="A",
        source=("sweat-heat1975",),
        note="0.14 mmol per litre of sweat; 1.2 litres an hour in all-out exertion. The article does not mention it.",
    ),
    _linear(
        "training_lifts_mood",
        "training",
        "mood.low_mood_drive",
        "Weeks of exercise lift mood.",
        sign=-1.0,
        as_known=normal(0.12, 0.06),
        grade="B",
        note="The article names yoga only. Known (from memory): about 0.4 SD in trials, less against active controls.",
    ),
    _linear(
        "training_lessens_fatigue",
        "training",
        "mood.fatigue_drive",
        "Weeks of exercise lessen fatigue.",
        sign=-1.0,
        as_known=normal(0.1, 0.06),
        grade="B",
        source=("boehm2012-yoga-fatigue",),
        note="The article names yoga only. Known: 0.3 SD for yoga; sport is taken as alike.",
    ),
    _linear(
        "exertion_makes_sleepy",
        "recent_exertion",
        "sleep.sleepiness",
        "Exercise of the day makes sleepy at night.",
        unit="1/hour",
        as_known=normal(0.3, 0.2),
        grade="B",
        note="Three quarters of an hour of moderate exercise in the afternoon then adds what an hour awake adds.",
    ),
)

ARROWS = (*AROUSAL, *ADRENALINE, *SIGNALS, *VAGUS, *EXERCISE)
