"""The example files and the documentation say what the language understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from somaloop.model import whole_body
from somaloop.protocol import (
    BY_MOUTH,
    Activity,
    Protocol,
    Take,
    build_schedule,
    parse_experiment,
    read_experiment,
    safety_notes,
)

ROOT = Path(__file__).parents[2]
PROTOCOLS = sorted((ROOT / "examples" / "protocols").glob("*.txt"))
PAGE = (ROOT / "docs" / "protocol-language.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PROTOCOLS, ids=[path.stem for path in PROTOCOLS])
def test_example_protocols(path):
    protocol = Protocol.read(path)
    assert Protocol.parse(str(protocol)) == protocol
    build_schedule(Protocol.parse("drink 80 mg caffeine at 08:00") + protocol, whole_body(), 14)


def test_examples_cover_every_form_and_practice():
    statements = [item for path in PROTOCOLS for item in Protocol.read(path)]
    assert {item.form for item in statements if isinstance(item, Take)} >= set(BY_MOUTH)
    practices = {item.thing for item in statements if isinstance(item, Activity)}
    assert practices >= {
        "cbt", "somatic experiencing", "clinician visit", "slow breathing", "yoga", "mindfulness", "relaxation",
        "outdoors", "exercise", "bright light", "stress",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["magnesium", "balanced-day"])
def test_example_experiments(name):
    experiment = read_experiment(ROOT / "examples" / f"{name}.yaml")
    assert len(experiment.arms) == 2
    for arm, schedule in zip(experiment.arms, experiment.schedules(whole_body()).values(), strict=True):
        assert schedule.day(0)
        assert all(note.level != "danger" for note in safety_notes(arm.protocol, schedule))


def test_the_main_example_asks_the_main_question():
    experiment = read_experiment(ROOT / "examples" / "magnesium.yaml")
    assert experiment.days == 84
    assert str(experiment.arms[1].own) == "take 300 mg magnesium as glycinate at 21:00 daily"
    assert experiment.comparator.protocol == experiment.usual


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_documentation_reads():
    assert all(Protocol.parse(text) for text in blocks("protocol"))
    assert all(parse_experiment(text).arms for text in blocks("yaml"))


def test_the_lines_of_the_documentation_read():
    table = PAGE[PAGE.index("| line |") : PAGE.index("Anything else")]
    lines = [line for row in table.split("\n")[2:] for line in re.findall(r"`([^`]*)`", row.partition(" | ")[0])]
    read = [line for line in lines if "..." not in line]
    assert len(read) > 25
    for line in read:
        Protocol.parse(line)


def test_the_error_of_the_documentation_is_real():
    from somaloop.protocol import ProtocolError

    with pytest.raises(ProtocolError) as caught:
        Protocol.parse(
            "take 300 mg magnesium as glycinat at 21:00 daily\ndrink 80 mg caffeine at 25:00", file="plan.txt"
        )
    assert str(caught.value) == blocks("text")[0].rstrip("\n")


def test_the_python_of_the_documentation_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    for text in blocks("python"):
        exec(compile(text, "protocol-language.md", "exec"), {})
