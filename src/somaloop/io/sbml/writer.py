"""The elements of an SBML document: quantities, rules, events and units, each checked as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from somaloop.io.sbml.formula import Formula, number
from somaloop.io.sbml.notes import xhtml
from somaloop.io.sbml.units import SbmlError, UnitTable
from somaloop.language import Body, Change, unknown
from somaloop.language.units import unit

LEVEL, VERSION = 3, 2
HUMAN = "https://identifiers.org/taxonomy:9606"


def library() -> Any:
    """The library that reads and writes SBML. Raises SbmlError that says what to install where it is missing."""
    try:
        import libsbml
    except ImportError:
        raise SbmlError("SBML needs python-libsbml: pip install 'somaloop[sbml]'") from None
    return libsbml


def identifier(name: str) -> str:
    """The SBML identifier of ``mechanism.quantity``, ``arrow.NAME`` or ``contribution.NAME``."""
    return name.replace(".", "__")


class Scope:
    """What an equation sees as ``q``: every quantity of its mechanism stands for itself."""

    def __init__(self, symbols: Mapping[str, Formula], mechanism: str) -> None:
        self._symbols, self._mechanism = symbols, mechanism

    def __getattr__(self, name: str) -> Formula:
        qualified = f"{self._mechanism}.{name}"
        if qualified not in self._symbols:
            raise unknown("quantity", qualified, self._symbols)
        return self._symbols[qualified]


class Writer:
    """One document in the making. Everything goes by the names of the model, such as ``sleep.pressure``."""

    def __init__(self, body: Body) -> None:
        self.sbml, self.table = library(), UnitTable()
        self.document = self.sbml.SBMLDocument(LEVEL, VERSION)
        self.model = self.document.createModel("somaloop")
        self.model.setTimeUnits(self.table.of("hour"))
        self.units = {name: item.unit for name, item in body.quantities.items()}
        self.units |= {f"arrow.{name}": item.unit for name, item in body.arrows.items()}
        self.units |= {f"contribution.{name}": body.ports[item.target].unit for name, item in body.arrows.items()}
        self.symbols = {name: Formula(identifier(name), unit(text), self.table) for name, text in self.units.items()}

    def scope(self, name: str) -> Scope:
        """What the equations of the mechanism of a quantity read."""
        return Scope(self.symbols, name.partition(".")[0])

    def describe(self, title: str, lines: Iterable[str]) -> None:
        """The title and notes of the whole."""
        self._do(self.model.setName(title), "the title")
        self._do(self.model.setNotes(xhtml(lines)), "the notes")
        self._point(self.model, self.sbml.BQB_HAS_TAXON, (HUMAN,))

    def quantity(
        self, name: str, lines: Iterable[str], value: float | None = None, *, constant: bool = False,
        sources: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """A number with unit, notes and sources; without a value, a rule gives it."""
        made = self.model.createParameter()
        self._do(made.setId(identifier(name)), name)
        self._do(made.setName(name), name)
        self._do(made.setUnits(self.table.of(self.units[name])), name)
        self._do(made.setConstant(constant), name)
        if value is not None:
            self._do(made.setValue(float(value)), name)
        self._do(made.setNotes(xhtml(lines)), name)
        if sources:
            self._point(made, self.sbml.BQB_IS_DESCRIBED_BY, sources)

    def follows(self, name: str, value: Formula | float) -> None:
        """A quantity that follows from others at every instant."""
        self._rule(self.model.createAssignmentRule(), name, self._counted(value, self.units[name]))

    def moves(self, name: str, change: Change) -> None:
        """A state: gain minus loss rate times state, per hour."""
        loss = change.loss_rate
        rate = change.gain if not isinstance(loss, Formula) and loss == 0 else change.gain - loss * self.symbols[name]
        self._rule(self.model.createRateRule(), name, self._counted(rate, f"({self.units[name]})/hour"))

    def changes(self, number_of: int, hour: float, values: Mapping[str, float]) -> None:
        """Inputs that take new values from an hour on."""
        event = self.model.createEvent()
        self._do(event.setId(f"change_{number_of}"), "an event")
        event.setUseValuesFromTriggerTime(True)
        trigger = event.createTrigger()
        trigger.setInitialValue(True)  # what lies before the start of a run has been, and does not happen at its start
        trigger.setPersistent(True)
        self._do(trigger.setMath(self._math(f"time >= {number(hour, unit('hour'), self.table).text}")), "an event")
        for name, value in values.items():
            given = event.createEventAssignment()
            self._do(given.setVariable(identifier(name)), name)
            self._do(given.setMath(self._math(self._counted(value, self.units[name]).text)), name)

    def text(self) -> str:
        """The finished document."""
        for name, parts in self.table.parts.items():
            definition = self.model.createUnitDefinition()
            self._do(definition.setId(name), f"the unit {name}")
            for part in parts:
                factor = definition.createUnit()
                self._do(factor.setKind(self.sbml.UnitKind_forName(part.kind)), f"the unit {name}")
                factor.setExponent(part.exponent)
                factor.setScale(part.scale)
                factor.setMultiplier(part.multiplier)
        return self.sbml.writeSBMLToString(self.document)

    def _counted(self, value: Formula | float, unit_text: str) -> Formula:
        return value if isinstance(value, Formula) else number(value, unit(unit_text), self.table)

    def _rule(self, rule: Any, name: str, formula: Formula) -> None:
        self._do(rule.setVariable(identifier(name)), name)
        self._do(rule.setMath(self._math(formula.text)), name)

    def _math(self, text: str) -> Any:
        tree = self.sbml.parseL3Formula(text)
        if tree is None:
            raise SbmlError(f"not a formula of SBML: {self.sbml.getLastParseL3Error()}")
        return tree

    def _point(self, element: Any, meaning: int, addresses: tuple[str, ...]) -> None:
        self._do(element.setMetaId(f"meta_{element.getId()}"), element.getId())
        term = self.sbml.CVTerm(self.sbml.BIOLOGICAL_QUALIFIER)
        self._do(term.setBiologicalQualifierType(meaning), element.getId())
        for address in addresses:
            self._do(term.addResource(address), element.getId())
        self._do(element.addCVTerm(term), element.getId())

    def _do(self, status: int, what: str) -> None:
        if status != self.sbml.LIBSBML_OPERATION_SUCCESS:
            raise SbmlError(f"SBML refuses {what}: {self.sbml.OperationReturnValue_toString(status)}")
