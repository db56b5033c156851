"""``validate --facts``: do the big facts hold, without being forced?"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from somaloop.cli.output import asked_folder, keep_documents, progress_bar, write_text

PAGE = "big-facts.md"


def facts_command(out: Path | None, truths: int, people: int, seed: int, as_json: bool, record: bool) -> int:
    """Live the virtual trials of the big facts and write ``big-facts.md``; 1 where a fact does not hold."""
    from somaloop.calibrate.big_facts import big_facts
    from somaloop.model import checked_body
    from somaloop.report.facts_text import facts_text, print_facts
    from somaloop.results.store import model_stamp, plain

    page = asked_folder(out, "validate") / PAGE
    with progress_bar("living the virtual trials") as progress:
        facts = big_facts(checked_body(), truths=truths, people=people, seed=seed, progress=progress)
    text = facts_text(
        facts, f"somaloop validate --facts --truths {truths} --people {people} --seed {seed}", model_stamp()
    )
    write_text(page, text)
    if as_json:
        content = [{**asdict(fact), "word": fact.word} for fact in facts]
        print(json.dumps(plain(content), indent=1, ensure_ascii=False))
    else:
        print_facts(facts)
        print(f"Page: {page}")
    if record:
        keep_documents({PAGE: text})
    return 1 if any(fact.word == "does not hold" for fact in facts) else 0
