"""What the policy allows: pure functions over records, without clock, disk or git."""
