"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option("--out", help="Folder for the results [default: out/NAME].")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Another seed: other days, other draws.")]
Json = Annotated[bool, typer.Option("--json", help="Print the table as JSON instead of for reading.")]
Grade = Annotated[str | None, typer.Option("--grade", help="Keep only arrows of this grade or better, such as B.")]
Cut = Annotated[list[str] | None, typer.Option("--cut", metavar="ARROW", help="Cut this arrow; may be repeated.")]
