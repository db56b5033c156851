import dataclasses

import pytest

from somaloop.evidence import ids_in, marked_ids, missing_claims, missing_sources, sources, values_from_validation
from somaloop.language import Arrow, Body, Mechanism, Observable, Parameter, Port, fixed

CALIBRATE = next(i for i, item in sources().items() if item.use == "calibrate")
VALIDATE = next(i for i, item in sources().items() if item.use == "validate")


def parameter(name, source, method="measured"):
    return Parameter(name=name, value=1.0, unit="1", description="d", grade="A", method=method, source=source, note="n")


def arrow(source, claim=""):
    return Arrow(
        name="there",
        origin="one.level",
        target="two.door",
        description="d",
        equation=lambda strength, q: strength * q.level,
        unit="1",
        as_told=1.0,
        as_known=fixed(0.0),
        grade="D",
        method="assumed",
        source=source,
        note="n",
        claim=claim,
    )


def body(parameters, arrows=()):
    one = Mechanism(
        name="one",
        title="One",
        description="d",
        parameters=tuple(parameters),
        observables=(Observable(name="level", unit="1", description="d"),),
        arrows=tuple(arrows),
        equations={"level": lambda q: 1.0},
    )
    two = Mechanism(
        name="two", title="Two", description="d", ports=(Port(name="door", unit="1", description="d"),), equations={}
    )
    return Body({"one": one, "two": two})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ()), ("a", ("a",)), ("a b", ("a", "b")), ("a, b;c", ("a", "b", "c")), (("a", "b c"), ("a", "b", "c"))],
)
def test_ids_in(text, expected):
    assert ids_in(text) == expected


def test_all_on_record():
    whole = body([parameter("p", f"{CALIBRATE}, {VALIDATE}"), parameter("q", "")], [arrow((CALIBRATE,), "C001 C002")])
    assert missing_sources(whole) == []
    assert missing_claims(whole) == []


def test_missing_ids_are_named_once_and_in_order():
    whole = body([parameter("p", "zzz aaa"), parameter("q", "zzz")], [arrow(("bbb", CALIBRATE), "C001, C999")])
    assert missing_sources(whole) == ["aaa", "bbb", "zzz"]
    assert missing_claims(whole) == ["C999"]


def test_values_must_not_come_from_validation_alone():
    whole = body(
        [
            parameter("set_by_check", VALIDATE),
            parameter("set_by_both", f"{CALIBRATE} {VALIDATE}"),
            parameter("guessed", VALIDATE, method="assumed"),
        ]
    )
    assert values_from_validation(whole) == ["one.set_by_check"]


def test_a_body_is_not_changed_by_looking():
    whole = body([parameter("p", CALIBRATE)])
    before = dataclasses.asdict(whole.parameters["one.p"])
    missing_sources(whole)
    assert dataclasses.asdict(whole.parameters["one.p"]) == before


def test_ids_from_memory_are_marked_for_reading():
    memory = next(i for i, item in sources().items() if item.from_memory)
    read = next(i for i, item in sources().items() if not item.from_memory)
    assert marked_ids(f"{read}, {memory} nowhere") == (read, f"{memory} (unverified)", "nowhere")
