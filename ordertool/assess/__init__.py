"""The assessment: five indicators, grades, bonus, each figure opened down to the commits behind it (P6)."""
