"""The commands that the interpreter knows, one module a family, found by name in `registry`."""
