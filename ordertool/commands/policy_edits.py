"""What commands that go by policy.yaml say first where its edits do not count yet (P2.3a)."""

from __future__ import annotations

from contextlib import suppress

from ordertool.book import paths
from ordertool.book.work_tree import content
from ordertool.errors import StoreError
from ordertool.language import _, text
from ordertool.reports.screen import say
from ordertool.session import Session


def tell_policy_edits(session: Session) -> None:
    """Say that policy.yaml differs from the last commit, which is the one that is read; no git process is asked."""
    with suppress(StoreError):
        if content(session.book.root, paths.POLICY) != session.tip.content(paths.POLICY):
            edited = text(
                'policy.yaml has edits that are not committed and do not count yet; keep them: git commit -m "…" policy.yaml'
            )
            say(_("Warning:"), "yellow", edited)
