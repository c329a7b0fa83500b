"""What ld.so would do: glibc's and musl's search for shared libraries, as pure functions over facts.

`lintpack.loader.load` is the entry; it sees files only through a `Tree` (tree.py), which is the running machine
(host.py), an archive laid over a system (mounts.py), or a dict in tests.
"""
