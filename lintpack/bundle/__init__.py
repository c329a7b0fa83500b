"""Archives and directories to entries: one forward pass, never unpacked to disk.

`lintpack.bundle.reading.read_bundle` is the entry. Nothing is imported here.
"""
