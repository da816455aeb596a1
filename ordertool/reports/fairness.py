"""How evenly work was shared out, as rows that every form of the report shows alike (P2.3a)."""

from __future__ import annotations

from typing import Any

from ordertool.language import _
from ordertool.rules.fairness import Fairness


def index_words(index: float | None) -> str:
    """Jain's index as people read it."""
    return "–" if index is None else f"{index:.3f}"


def parts_document(found: Fairness) -> dict[str, Any]:
    """A sharing as `--json` gives it."""
    return {
        "index": None if found.index is None else round(found.index, 6),
        "best": None if found.best is None else round(found.best, 6),
        "owners": [
            {
                "staff": part.staff, "share": part.share, "days": part.days, "orders": part.orders,
                "weight": f"{part.weight:f}", "fair": f"{part.fair:f}", "best": f"{part.best:f}",
            }
            for part in found.parts
        ],
    }  # fmt: skip


def fairness_rows(found: Fairness) -> list[list[str]]:
    """A line per owner."""
    return [
        [
            part.staff,
            str(part.share),
            str(part.days),
            str(part.orders),
            f"{part.weight:f}",
            f"{part.fair:f}",
            f"{part.best:f}",
        ]
        for part in found.parts
    ]


def fairness_head() -> list[str]:
    """What the columns are."""
    return [_("owner"), _("share"), _("days there"), _("orders"), _("weight"), _("fair"), _("most even")]
