"""Hands on the body: what an experimenter does to a quantity that no line of ordinary life reaches.

A claim such as "attention to the body makes symptoms louder" is tested by pushing attention and by nothing else. Each
lever is an input that a protocol line sets (``do "questions about the body" 12 h at 08:00``) and an arrow that adds its
push to one port, the same in both worlds. At rest a lever adds nothing, so the body is the one that all commands use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from somaloop.language import Arrow, Body, Entry, Input, Mechanism, assemble, fixed, proportional


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A push of one or more ports: ``size`` in the port's unit while the line lasts, and why this size."""

    name: str
    words: str
    ports: tuple[str, ...]
    size: float
    unit: str
    why: str


LEVERS = (
    Lever(
        name="questions", words="questions about the body", ports=("perception.attention_drive",), size=0.5, unit="1",
        why="Being asked about symptoms all day; half of full attention, assumed, since the trial gives no scale.",
    ),
    Lever(
        name="twitches", words="twitches",
        ports=("perception.tightness_signal", "perception.pain_signal"), size=0.1, unit="1",
        why="Ten points of a signal of 100, about as much as a healthy body sends; assumed.",
    ),
    Lever(
        name="heartbeats", words="strong heartbeats", ports=("perception.palpitation_signal",), size=0.2, unit="1",
        why="Twenty points of a signal of 100: beats that are plainly felt and mean nothing; assumed.",
    ),
    Lever(
        name="vagal_push", words="vagal push", ports=("autonomic.vagal_drive",), size=0.5, unit="1",
        why="One standard deviation between people of the logarithm of RMSSD (nunan2010-hrv).",
    ),
    Lever(
        name="arousal_push", words="constant arousal", ports=("autonomic.sympathetic_drive",), size=0.5, unit="1",
        why="Brings, over the arrow from arousal to sleep, about the arousal in bed that a poor sleeper is given (0.45).",
    ),
    Lever(
        name="gaba_push", words="stronger inhibition", ports=("cortex.gaba_log_gain",), size=0.18, unit="1",
        why="A fifth more inhibition, a small dose of a drug that acts there; assumed.",
    ),
    Lever(
        name="brain_magnesium", words="magnesium around neurons", ports=("cortex.csf_magnesium",), size=0.05,
        unit="mmol/L", why="Five per cent of what cerebrospinal fluid holds: more than weeks of tablets were seen to do.",
    ),
    Lever(
        name="quiet_chemistry", words="quiet stress chemistry", ports=("hpa.log_drive",), size=-0.2, unit="1",
        why="A fifth off the resting drive of cortisol; assumed.",
    ),
    Lever(
        name="quiet_nerves", words="quiet nerves", ports=("cortex.excitation_drive",), size=-0.2, unit="1",
        why="A fifth off the drive of excitation; assumed.",
    ),
)  # fmt: skip


def _arrows(lever: Lever) -> tuple[Arrow, ...]:
    return tuple(
        Arrow(
            name=f"lever_{lever.name}" if number == 0 else f"lever_{lever.name}_{number + 1}",
            origin=f"levers.{lever.name}", target=port, description=f"The experimenter's push: {lever.words}.",
            equation=proportional(lever.name), unit="1", as_told=1.0, as_known=fixed(1.0), grade="A",
            method="assumed", note=lever.why, structural=True,
        )
        for number, port in enumerate(lever.ports)
    )  # fmt: skip


MECHANISM = Mechanism(
    name="levers",
    title="Levers of the experimenter",
    description="Pushes of single quantities, for claims that no line of ordinary life tests.",
    inputs=tuple(
        Input(
            name=lever.name, unit=lever.unit, description=f"{lever.words}: pushes {', '.join(lever.ports)}",
            entries=(Entry(verb="do", thing=lever.words, kind="activity", default_minutes=60.0, default_level=lever.size),),
        )
        for lever in LEVERS
    ),
    arrows=tuple(arrow for lever in LEVERS for arrow in _arrows(lever)),
    equations={},
)  # fmt: skip


def with_levers(body: Body) -> Body:
    """The same body with the levers attached; without a line that pulls one it lives the same days."""
    return replace(assemble([*body.mechanisms.values(), MECHANISM]), before=body.before)


@lru_cache(maxsize=1)
def levered_body() -> Body:
    """The whole body with the levers: what every claim runs on."""
    from somaloop.model import whole_body

    return with_levers(whole_body())
