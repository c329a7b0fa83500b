"""Bytes of an ELF file to facts; the only importer of elftools.

Nothing is imported here: `lintpack.elf.facts` is light and always loaded, `lintpack.elf.reader` costs 30 ms.
"""
