"""Imports of this package's own modules with four system calls each, for the process `lintpack`.

A check loads more than a hundred small modules, and to look for them took Python's own finder and loader longer than to
run what is in them, as did its locks for threads, of which this process has one. What `import` calls is replaced: where
a module's bytecode lies in the usual place and fits its source, it is read and run. In every other case, such as no or
old bytecode, Python's machinery is asked, which finds the module, compiles it and writes bytecode as ever. Packages
that are not read from source files (but from a zip), and what finders that others have put before Python's know of, are
left to it as well.
"""

from __future__ import annotations

import _frozen_importlib
import _imp
import marshal
import os
import sys
from _frozen_importlib import BuiltinImporter
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType
    from typing import Any

_Module: type[ModuleType] = type(sys)
_Spec: type[ModuleSpec] = type(__spec__)

_PACKAGE = "lintpack."
# How bytecode begins that the time and the size of its source tell to be fresh (PEP 552): they follow, four bytes each.
_HEAD = MAGIC_NUMBER + bytes(4)
_HEAD_LENGTH = 16
_32_BITS = 0xFFFFFFFF
# Puts the right file name into bytecode.
_fixed = getattr(_imp, "_fix_co_filename", None)
# Bytes of a file that are read at once; one that is larger is none of ours.
_LONGEST = 1 << 16


class _Loader(SourceFileLoader):
    """Python's loader of source files, which has the module's bytecode at hand for the first time it is asked."""

    bytecode: memoryview | None

    def get_code(self, fullname: str) -> CodeType | None:
        bytecode, self.bytecode = self.bytecode, None
        if bytecode is not None:
            code: CodeType = marshal.loads(bytecode)
            # As Python does: the bytecode may have been made by another name of the folder (`compileall lintpack`).
            if _fixed is not None:
                _fixed(code, self.path)
            if code.co_filename == self.path:
                return code
        return super().get_code(fullname)


def _found(fullname: str, folder: str, name: str, ending: str) -> ModuleType | None:
    """The module of the source `name`.py in `folder`, if its bytecode, in a file that ends so, can be used; it has not
    run yet."""
    source = f"{folder}/{name}.py"
    cached = f"{folder}/__pycache__/{name}{ending}"
    try:
        file = os.open(cached, os.O_RDONLY)
        try:
            data = os.read(file, _LONGEST)
        finally:
            os.close(file)
        status = os.stat(source)
    except OSError:
        return None
    fresh = (int(status.st_mtime) & _32_BITS).to_bytes(4, "little") + (status.st_size & _32_BITS).to_bytes(4, "little")
    if data[:_HEAD_LENGTH] != _HEAD + fresh or len(data) == _LONGEST:
        return None
    loader = _Loader(fullname, source)
    loader.bytecode = memoryview(data)[_HEAD_LENGTH:]
    spec = _Spec(fullname, loader, origin=source)
    spec.has_location = True
    spec.cached = cached
    module = _Module(fullname)
    space = module.__dict__
    space["__spec__"] = spec
    space["__loader__"] = loader
    space["__package__"] = fullname.rpartition(".")[0]
    space["__file__"] = source
    space["__cached__"] = cached
    if name == "__init__":
        space["__package__"] = fullname
        space["__path__"] = spec.submodule_search_locations = [folder]
    return module


def _quicker(usual: Callable[..., Any], ending: str) -> Callable[..., Any]:
    """What finds and loads modules, in the place of `usual`. `ending`: of the names of files with bytecode."""
    modules = sys.modules
    machinery: Any = _frozen_importlib
    # What Python leaves out of a traceback, with all above it that is importlib's.
    run = machinery._call_with_frames_removed

    def load(name: str, import_: Callable[..., Any]) -> Any:
        if name[: len(_PACKAGE)] != _PACKAGE or name in modules:
            return usual(name, import_)
        above, _, last = name.rpartition(".")
        if above not in modules:
            import_(above)
        path = getattr(modules[above], "__path__", None)
        if not path or name in modules:
            return usual(name, import_)
        for finder in sys.meta_path:
            if finder is BuiltinImporter:
                break
            if finder.find_spec(name, path) is not None:
                return usual(name, import_)
        module = _found(name, path[0], last, ending) or _found(name, f"{path[0]}/{last}", "__init__", ending)
        if module is None:
            return usual(name, import_)
        modules[name] = module
        try:
            run(exec, module.__loader__.get_code(name), module.__dict__)  # type: ignore[union-attr]
        except BaseException:
            modules.pop(name, None)
            raise
        setattr(modules[above], last, modules[name])
        return modules[name]

    load.__code__ = load.__code__.replace(co_filename=run.__code__.co_filename)
    return load


def install() -> None:
    """From here on modules of the package are found so, if this one came from a source file with bytecode beside it."""
    folder, _, name = __file__.rpartition("/")
    start = f"{folder}/__pycache__/{name.removesuffix('.py')}"
    cached = __spec__.cached or ""
    usual = type(__spec__.loader) is SourceFileLoader and cached.startswith(start + ".")
    if usual and BuiltinImporter in sys.meta_path and hasattr(_frozen_importlib, "_find_and_load"):
        machinery: Any = _frozen_importlib
        machinery._find_and_load = _quicker(machinery._find_and_load, cached.removeprefix(start))
