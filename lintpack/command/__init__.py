"""The commands: one module for each family, imported when it is asked for."""
