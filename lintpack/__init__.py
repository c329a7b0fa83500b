"""lintpack: finds what makes a shipped program load the wrong shared library."""

__version__ = "0.1.0"
