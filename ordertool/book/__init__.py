"""The only disk and git: reading records from commits, and writing each move as one commit."""
