"""The wiring of a body: which arrows lead where, and how far away."""

from __future__ import annotations

from toys import toy_body

from somaloop.language.wiring import Way, Wiring
from somaloop.model import whole_body


def test_ways_of_a_toy():
    wiring = Wiring(toy_body())
    assert wiring.ways(["drug.swallowed"], ["mood.doubled"]) == (Way("drug_lifts_mood", 1),)
    assert wiring.ways(["mood.level"], ["drug.plasma"]) == ()
    assert wiring.toward(["mood.level"]) == {"drug_lifts_mood": 1}
    assert wiring.toward(["drug.plasma"]) == {}


def test_ways_are_counted_in_arrows():
    """The last arrow enters the room of the outcome; any other is one farther than the next that leaves where it ends."""
    body = whole_body()
    steps = Wiring(body).toward(["appraisal.worry"])
    room = {name: (a.origin.partition(".")[0], a.target.partition(".")[0]) for name, a in body.arrows.items()}
    for name, count in steps.items():
        if count == 1:
            assert room[name][1] == "appraisal"
        else:
            onward = [steps[other] for other in steps if room[other][0] == room[name][1]]
            assert min(onward) <= count - 1
