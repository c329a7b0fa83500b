"""Imports of this package's own modules with four system calls each, for the process `lintpack`.

A check loads more than a hundred small modules, and to look for them took Python's own finder and loader longer than to
run what is in them. Where a module's bytecode lies in the usual place and fits its source, `_Finder` has it read
already when it is asked where the module is. In every other case, such as no or old bytecode, it knows of nothing, and
Python's machinery finds the module, compiles it and writes bytecode as ever. Packages that are not read from source
files (but from a zip), and finders that others have put before Python's, are left alone.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib import BuiltinImporter
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

_Module: type[ModuleType] = type(sys)
_Spec: type[ModuleSpec] = type(__spec__)

_PACKAGE = "lintpack."
# How bytecode begins that the time and the size of its source tell to be fresh (PEP 552): they follow, four bytes each.
_HEAD = MAGIC_NUMBER + bytes(4)
_HEAD_LENGTH = 16
# Bytes of a file that are read at once; one that is larger is none of ours.
_LONGEST = 1 << 16


class _Loader(SourceFileLoader):
    """Python's loader of source files, which has the module's bytecode at hand for the first time it is asked."""

    bytecode: memoryview | None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """A module that has its attributes: importlib asks for each whether it is there, which costs more."""
        module = _Module(spec.name)
        space = module.__dict__
        space["__loader__"] = self
        space["__package__"] = spec.parent
        space["__file__"] = spec.origin
        space["__cached__"] = spec.cached
        return module

    def get_code(self, fullname: str) -> CodeType | None:
        bytecode, self.bytecode = self.bytecode, None
        if bytecode is not None:
            code: CodeType = marshal.loads(bytecode)
            if code.co_filename == self.path:
                return code
        return super().get_code(fullname)


class _Finder:
    def __init__(self, ending: str) -> None:
        """`ending`: of the names of files with bytecode."""
        self.ending = ending

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not path or not fullname.startswith(_PACKAGE):
            return None
        folder = path[0]
        name = fullname[fullname.rfind(".") + 1 :]
        return self._spec(fullname, folder, name) or self._spec(fullname, f"{folder}/{name}", "__init__")

    def _spec(self, fullname: str, folder: str, name: str) -> ModuleSpec | None:
        """The module of the source `name`.py in `folder`, if its bytecode can be used."""
        source = f"{folder}/{name}.py"
        cached = f"{folder}/__pycache__/{name}{self.ending}"
        try:
            file = os.open(cached, os.O_RDONLY)
            try:
                data = os.read(file, _LONGEST)
            finally:
                os.close(file)
            status = os.stat(source)
        except OSError:
            return None
        fresh = int(status.st_mtime).to_bytes(8, "little")[:4] + status.st_size.to_bytes(8, "little")[:4]
        if data[:_HEAD_LENGTH] != _HEAD + fresh or len(data) == _LONGEST:
            return None
        loader = _Loader(fullname, source)
        loader.bytecode = memoryview(data)[_HEAD_LENGTH:]
        spec = _Spec(fullname, loader, origin=source)
        spec.has_location = True
        spec.cached = cached
        if name == "__init__":
            spec.submodule_search_locations = [folder]
        return spec


def install() -> None:
    """From here on modules of the package are found so, if this one came from a source file with bytecode beside it."""
    folder, _, name = __file__.rpartition("/")
    start = f"{folder}/__pycache__/{name.removesuffix('.py')}"
    cached = __spec__.cached or ""
    usual = type(__spec__.loader) is SourceFileLoader and cached.startswith(start + ".")
    if usual and BuiltinImporter in sys.meta_path:
        sys.meta_path.insert(sys.meta_path.index(BuiltinImporter), _Finder(cached.removeprefix(start)))
