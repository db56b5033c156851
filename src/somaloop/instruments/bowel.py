"""Bowel: diaries of stools and cramps, and tests of the barrier and of transit.

The emptying of the stomach has a rate in the model that is no output of it, so there is no test of its half-time.
"""

from __future__ import annotations

from somaloop.instruments.instrument import Instrument
from somaloop.instruments.windows import Moment, Recall

INFINITY = float("inf")
_DIARY_MISSING = 0.15  # ono2019-ema-compliance

BOWEL = (
    Instrument(
        name="stools", title="Bowel movements", unit="a week", kind="bowel", weights=(("gut.stools_per_week", 1.0),),
        window=Recall(7), low=0, high=INFINITY, plain_error=1.0, step=1, decimals=1, expectation_moves=False,
        missing=_DIARY_MISSING, main=True, source="mori2019-mgo-constipation",
        note="Bowel diary of one week; counted, so the error is that of a count.",
    ),
    Instrument(
        name="loose stools", title="Share of days with loose stools", unit="share", kind="bowel",
        weights=(("gut.diarrhoea", 1.0),), window=Recall(7), low=0, high=1, plain_error=0.05, decimals=2, better="lower",
        expectation_moves=False, missing=_DIARY_MISSING, source="iom1997-mg-diarrhea-dose",
        note="Bowel diary of one week. The model's diarrhoea (0 to 1) is taken as the share of days with it; an error of 5 % "
        "of days is assumed.",
    ),
    Instrument(
        name="stool weight", title="Weight of stool in 24 h", unit="g/day", kind="bowel",
        weights=(("gut.stool_water", 1.0), ("diet.fibre_supply", 24 * 0.925)), offset=6.6, window=Recall(3), low=0, high=INFINITY, relative_error=0.15, step=1, decimals=0,
        expectation_moves=False, missing=0.03, source="faecal-mg-fine1991b devries2015-wheat-fibre",
        note="Mean of a collection of three days: the model's water, and the dry quarter of what fibre and residue add (0.925 g "
        "for a gram of fibre, 6.6 g a day). What magnesium adds is water. An error of 15 % for collecting is assumed.",
    ),
    Instrument(
        name="colonic transit", title="Time through the colon", unit="h", kind="bowel",
        weights=(("gut.colonic_transit", 1.0),), window=Recall(3), low=0, high=INFINITY, relative_error=0.15, step=1,
        decimals=0, expectation_moves=False, missing=0.03, source="wmc-normal-ranges-lee2014 nandhra2023-transit-review",
        note="Markers or a capsule over three days; an error of 15 % is assumed.",
    ),
    Instrument(
        name="gut permeability", title="Lactulose-mannitol ratio of urine", unit="ratio", kind="bowel",
        weights=(("gut.permeability", 1.0),), window=Moment(120, 14), low=0, high=INFINITY, relative_error=0.30, step=0.001,
        decimals=3, better="lower", expectation_moves=False, missing=0.03, source="vanuytsel2014-stress-permeability",
        note="Urine of two hours, to 14 h if no time is named; an error of 30 % is assumed (control days of the same kind of "
        "people differ by 70 %).",
    ),
    Instrument(
        name="cramps", title="Muscle cramps", unit="a week", kind="bowel", weights=(("muscle.cramps", 14.0),),
        window=Recall(7), low=0, high=INFINITY, plain_error=1.0, step=1, decimals=1, better="lower",
        missing=_DIARY_MISSING, source="cochrane2020-mg-cramps",
        note="Diary of one week; counted. The model's readiness to cramp (0 to 1) is taken as up to two a night: assumed.",
    ),
)  # fmt: skip
