"""One file per verb or noun: parse, call, answer. No rules, no git, no YAML here."""
