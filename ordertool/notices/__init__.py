"""Notices: what they say, how they reach people, and what goes out by itself when time passes (P2.3b, P2.3c, L5, L8)."""
