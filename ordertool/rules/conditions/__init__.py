"""Conditions that rows of the workflow table name: each returns why a move is refused, or None.

A `ready` condition looks at the record as it stands; a `when` condition at the record with the move's input in
place. Each names the clause and, where there is one, the policy line it enforces (L20).
"""
