"""What is known of libraries' names, each fact with its source. Rules ask; nothing here judges.

    wellknown    the SONAMEs of some 13,000 libraries, from Debian's Contents indices (presence: whether it may have it)
    build_tree   the file that a source path names, in the build folders or the repository (folders: how it is read;
                 presence: whether there may be one)
    git          what a script said before a change, which lines changed (history: a past state as a repository)
    neighbours   what other libraries of a plan, and of plans beside it, have to do with one
    evidence     all of them together: `Evidence.soname(…)`

Nothing is imported here: each part is loaded, and each file read, when a rule first asks for it.
"""
