"""The rows of the workflow table, by what they are about; `rules.workflow` puts them together."""
