"""The arrows that leave magnesium: what a lack of it is said to do, and what evidence supports.

Most leave ``tissue_deficit``, the lack that symptoms are said to follow. A person with low status (plasma near 0.76
mmol/L) has about 0.1; a replete person has 0, and more magnesium takes it no lower than -0.014. Strengths are
therefore written so that a full low-status deficit of 0.1 makes a tenth of the strength. "As told" follows from the
article's words (``evidence/told.py``); "as known" is shrunken from trials, where these exist, and centred near nothing where they do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import Arrow, Grade, Method, Spread, fixed, lognormal, normal, proportional
from somaloop.language import functions as f


def _lack(
    name: str,
    target: str,
    description: str,
    *,
    as_known: Spread,
    grade: Grade,
    source: tuple[str, ...],
    note: str,
    claim: str,
    sign: float = 1.0,
    origin: str = "tissue_deficit",
    method: Method = "assumed",
    unit: str = "1",
) -> Arrow:
    """An arrow whose effect is its strength times a deficit (times -1 where a lack lowers the target)."""
    return arrow_in_question(
        name=name,
        origin=f"magnesium.{origin}",
        target=target,
        description=description,
        equation=proportional(origin, sign=sign),
        unit=unit,
        as_known=as_known,
        grade=grade,
        method=method,
        source=source,
        note=note,
        claim=claim,
    )


def _salt(
    name: str,
    salt: str,
    target: str,
    description: str,
    equation: Callable[[Any, Any], Any],
    *,
    unit: str = "day/mmol",
    as_known: Spread,
    grade: Grade,
    source: tuple[str, ...],
    note: str,
    claim: str,
) -> Arrow:
    """An arrow that belongs to one salt, over its recent daily intake."""
    return arrow_in_question(
        name=name,
        origin=f"magnesium.recent_{salt}",
        target=target,
        description=description,
        equation=equation,
        unit=unit,
        as_known=as_known,
        grade=grade,
        method="assumed",
        source=source,
        note=note,
        claim=claim,
    )


BRAIN = (
    Arrow(
        name="magnesium_bathes_cortex",
        origin="magnesium.csf",
        target="cortex.csf_magnesium",
        description="The fluid around neurons holds the magnesium of the cerebrospinal fluid.",
        equation=lambda strength, q: strength * q.csf,
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="measured",
        source=("csf-normal-haensch2010",),
        structural=True,
    ),
    arrow_in_question(
        name="plasma_reaches_brain",
        origin="magnesium.plasma_deficit",
        target="cortex.csf_magnesium",
        description="Lack in plasma becomes a lack around neurons beyond what the blood-brain barrier lets through.",
        equation=lambda strength, q: -strength * q.plasma_deficit * q.csf_reference,
        unit="1",
        as_known=normal(0.0, 0.05),
        grade="C",
        method="assumed",
        source=("csf-brewer2001", "csf-fuchs-buder1997", "wary1999-oral-mg-brain-muscle-null"),
        note="Known: csf_gain already holds what passes.",
        claim="C025",
    ),
    _salt(
        "threonate_reaches_brain",
        "threonate",
        "cortex.csf_magnesium",
        "Magnesium L-threonate raises magnesium in the brain more than other salts do.",
        lambda strength, q: strength * q.recent_threonate,
        unit="mmol/L*day/mmol",
        as_known=normal(0.0, 0.002),
        grade="C",
        source=("threonate-slutsky2010-rat", "threonate-liu2016-human"),
        note="No human measurement exists.",
        claim="C097",
    ),
    _lack(
        "lack_weakens_gaba",
        "cortex.gaba_log_gain",
        "Lack of magnesium weakens inhibition by GABA.",
        sign=-1.0,
        as_known=normal(0.03, 0.05),
        grade="C",
        source=("mg-gaba-hypomagnesia-slices1990", "moykkynen2001-mg-gabaa"),
        note="Known: 0.2 per share of brain magnesium.",
        claim="C055",
    ),
    _lack(
        "lack_hinders_serotonin",
        "cortex.serotonin_log_supply",
        "Lack of magnesium hinders the making of serotonin.",
        sign=-1.0,
        as_known=normal(0.0, 0.03),
        grade="D",
        source=("tph-cofactors-kegg", "serotonin-model-best2010"),
        note="The enzyme needs iron and biopterin, not magnesium.",
        claim="C030",
    ),
)


def _less_in_urine(strength: Any, q: Any) -> Any:
    """In proportion to the lack where it is small, and within a ceiling where it is not."""
    ceiling = q.urinary_cortisol_ceiling
    return ceiling * f.tanh(strength * (1.0 - q.plasma / q.plasma_reference) / ceiling)


STRESS = (
    _lack(
        "lack_lowers_vagal_tone",
        "autonomic.vagal_drive",
        "Lack of magnesium lowers vagal tone.",
        sign=-1.0,
        as_known=normal(0.5, 0.5),
        grade="B",
        source=("wienecke2016-hrv", "brilla2010-hrv-glycinate-oxide"),
        note="Known: small trials agree in sign, none is rigorous.",
        claim="C019",
    ),
    _lack(
        "lack_raises_sympathetic_drive",
        "autonomic.sympathetic_drive",
        "Lack of magnesium raises sympathetic activity.",
        as_known=normal(0.15, 0.2),
        grade="C",
        source=("lichodziejewska1997-mvp-symptoms",),
        note="Known: one unrepeated trial in the deficient.",
        claim="C040",
    ),
    _lack(
        "lack_drives_hpa",
        "hpa.log_drive",
        "Lack of magnesium raises the resting drive of the stress axis.",
        as_known=normal(0.3, 0.5),
        grade="C",
        source=("sartori2012-mg-deficient-mice", "murck-steiger1998-iv-mg-sleep"),
        note="Known: mice on a severely deficient diet.",
        claim="C021",
    ),
    _lack(
        "lack_amplifies_stress_response",
        "hpa.stress_log_gain",
        "Lack of magnesium makes the cortisol response to stress larger.",
        as_known=normal(0.3, 0.7),
        grade="B",
        source=("golf1998-mg-triathletes", "dmitrasinovic2016-mg-rugby", "cinar2008-mg-taekwondo"),
        note="Known: athlete trials disagree, no psychosocial one.",
        claim="C057",
    ),
    arrow_in_question(
        name="magnesium_lowers_urinary_cortisol",
        origin="magnesium.plasma",
        target="hpa.urinary_log_gain",
        description="More magnesium lets the kidney inactivate more cortisol, so less reaches the urine.",
        equation=_less_in_urine,
        unit="1",
        as_known=normal(4.0, 2.5, low=0.0),
        grade="B",
        method="fitted",
        source=("schutten2020-mg-urinary-cortisol",),
        note="A plasma rise of 4% went with 32 of about 150 nmol a day less: 6 per unit, shrunken (one result).",
        claim="C005",
    ),
)

MUSCLE = (
    _lack(
        "lack_tightens_muscle",
        "muscle.tone_log_gain",
        "Lack of magnesium leaves calcium unopposed, so muscles stay partly contracted.",
        as_known=normal(0.0, 0.15),
        grade="C",
        source=("ryr1-mg-removal-threshold-owen1997", "wary1999-oral-mg-brain-muscle-null"),
        note="Known: needs a tenfold fall inside cells, out of reach.",
        claim="C022",
    ),
    _lack(
        "lack_causes_cramps",
        "muscle.cramp_drive",
        "Lack of magnesium causes cramps and twitches.",
        as_known=normal(0.05, 0.2),
        grade="X",
        source=("cochrane2020-mg-cramps", "sebo2014-mg-nocturnal-cramps", "shils1964-depletion-course"),
        note="Known: trials are null; only severe depletion cramps.",
        claim="C051",
    ),
    _lack(
        "lack_causes_headache",
        "muscle.headache_drive",
        "Lack of magnesium causes headache.",
        as_known=normal(0.6, 0.7),
        grade="B",
        source=("peikert1996-migraine", "pfaffenrath1996-mg-migraine-null", "grazzi2007-mg-tension-headache"),
        note="Known: one rigorous migraine trial for, one against.",
        claim="C048",
    ),
    _lack(
        "lack_makes_tender",
        "muscle.tenderness_log_gain",
        "Lack of magnesium makes muscles ache and tender.",
        as_known=normal(0.3, 0.5),
        grade="B",
        source=("bagis2013-fm-citrate", "macian2022-fm-bpi-pain", "pickering2011-neuropathic-null"),
        note="Known: open trial for, blinded primary endpoint null.",
        claim="C050",
    ),
)

GUT = (
    arrow_in_question(
        name="unabsorbed_magnesium_holds_water",
        origin="magnesium.unabsorbed_rate",
        target="gut.osmotic_load",
        description="Dissolved magnesium that is not absorbed holds water in the colon.",
        equation=lambda strength, q: strength * q.unabsorbed_rate,
        unit="1",
        as_known=lognormal(1.0, 0.08),
        grade="A",
        method="measured",
        source=("faecal-mg-fine1991b",),
        claim="C096",
    ),
    _lack(
        "lack_cramps_bowel",
        "gut.smooth_muscle_drive",
        "Lack of magnesium lets the smooth muscle of the bowel cramp.",
        as_known=normal(0.0, 0.25),
        grade="B",
        source=("mori2019-mgo-constipation",),
        note="Known: stool improved on oxide, discomfort and bloating did not.",
        claim="C062",
    ),
    _lack(
        "lack_inflames_bowel",
        "gut.inflammation_drive",
        "Lack of magnesium inflames the bowel.",
        as_known=normal(0.1, 0.3),
        grade="C",
        source=("cardoso2024-mg-microbiota-table",),
        note="Known: animals only.",
        claim="C063",
    ),
    _lack(
        "lack_starves_flora",
        "gut.flora_drive",
        "Lack of magnesium leaves fewer bacteria that make short-chain fatty acids.",
        sign=-1.0,
        as_known=normal(0.05, 0.1),
        grade="C",
        source=("cardoso2024-mg-microbiota-table", "mg-gut-microbiota-humans"),
        note="Known: rodents; supplements hardly move human flora.",
        claim="C064",
    ),
)

SLEEP = (
    _lack(
        "lack_lowers_melatonin",
        "circadian.melatonin_log_gain",
        "Lack of magnesium lowers melatonin.",
        sign=-1.0,
        as_known=normal(0.4, 0.6),
        grade="B",
        source=("billyard2006-mg-deficiency-melatonin-rat", "abbasi2012-insomnia-elderly-trial"),
        note="Known: one small trial for, one null.",
        claim="C068",
    ),
    _lack(
        "lack_makes_sleep_shallow",
        "sleep.deep_log_gain",
        "Lack of magnesium takes deep sleep.",
        sign=-1.0,
        as_known=normal(0.8, 0.9),
        grade="B",
        source=("held2002-mg-sleep-eeg", "murck-steiger1998-iv-mg-sleep"),
        note="Known: one crossover in 12 people for, infusion null.",
        claim="C069",
    ),
    _lack(
        "lack_delays_sleep",
        "sleep.sleepiness",
        "Lack of magnesium makes falling asleep harder.",
        sign=-1.0,
        as_known=normal(1.0, 1.0),
        grade="B",
        source=("mah2021-insomnia-ma-trialcopy", "abbasi2012-insomnia-elderly-trial", "nielsen2010-mg-psqi-null"),
        note="Known: two small trials for, one null.",
        claim="C070",
    ),
    _salt(
        "glycinate_soothes_sleep",
        "glycinate",
        "sleep.sleepiness",
        "Glycinate itself makes sleepy.",
        lambda strength, q: strength * q.recent_glycinate,
        as_known=normal(0.005, 0.005),
        grade="B",
        source=("schuster2025-bisglycinate-isi",),
        note="Known: 1.6 of 28 insomnia points.",
        claim="C094",
    ),
)

MIND = (
    _salt(
        "glycinate_soothes_worry",
        "glycinate",
        "appraisal.worry_drive",
        "Glycinate itself soothes anxiety.",
        lambda strength, q: -strength * q.recent_glycinate,
        as_known=normal(0.0003, 0.001),
        grade="B",
        source=("schuster2025-bisglycinate-isi", "bubeck2025-glycinate-acute-null"),
        note="Known: null in the largest blinded trial.",
        claim="C094",
    ),
    _salt(
        "malate_gives_energy",
        "malate",
        "mood.fatigue_drive",
        "Malate itself gives energy.",
        lambda strength, q: -strength * q.recent_malate,
        as_known=normal(0.0, 0.001),
        grade="D",
        source=("boulis2021-fm-review",),
        note="Known: one trial, null.",
        claim="C095",
    ),
    _lack(
        "lack_raises_worry",
        "appraisal.worry_drive",
        "Lack of magnesium raises anxiety.",
        as_known=normal(0.2, 0.25),
        grade="B",
        source=("boyle2017-systematic-review", "noah2022-teadiola-chronic", "examine-anxiety-status-null"),
        note="Known: half of small trials positive, size 0.2-0.3.",
        claim="C023",
    ),
    _lack(
        "lack_lowers_mood",
        "mood.low_mood_drive",
        "Lack of magnesium lowers mood.",
        as_known=normal(0.4, 0.4),
        grade="B",
        source=("rajizadeh2017-bdi", "tarleton2017-phq9-gad7-crossover", "botturi2020-systematic-review"),
        note="Known: best in the deficient (5 of 63 points).",
        claim="C004",
    ),
    _lack(
        "lack_tires",
        "mood.fatigue_drive",
        "Lack of magnesium tires.",
        as_known=normal(0.15, 0.3),
        grade="C",
        source=("moorkens1997-fatigue-load-test", "cox1991-cfs-im"),
        note="Known: injections helped once; no link with status.",
        claim="C024",
    ),
    _lack(
        "lack_hinders_therapy",
        "practices.receptiveness",
        "Lack of magnesium makes therapy and practice take less well.",
        sign=-1.0,
        as_known=normal(0.0, 0.3),
        grade="D",
        source=(),
        note="Untested; even the sign is open.",
        claim="C085",
    ),
    _lack(
        "lack_hinders_safety",
        "appraisal.exposure",
        "Lack of magnesium hinders the learning of safety.",
        sign=-1.0,
        unit="1/hour",
        as_known=normal(0.0, 1e-4),
        grade="D",
        source=("zhang2016-serum-urine-response",),
        note="Stores fill over months; that safety is learned along with them is untested. One standard deviation lets a "
        "deficit of 0.1 take 0.01 from safety.",
        claim="C101",
    ),
    _lack(
        "lack_keeps_danger",
        "appraisal.schema_change",
        "Lack of magnesium hinders the unlearning of danger.",
        sign=-1.0,
        unit="1/hour",
        as_known=normal(0.0, 1e-4),
        grade="D",
        source=("zhang2016-serum-urine-response",),
        note="As for safety.",
        claim="C101",
    ),
)

ARROWS = (*BRAIN, *STRESS, *MUSCLE, *GUT, *SLEEP, *MIND)
