"""Faults that a build tree makes certain, each after the pattern of a public one: found before its fix, gone after it.

The scripts and trees are our own; the names in `STORIES` say which kind of fault each one is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from lintpack.check import Settings, check
from lintpack.repository import Repository
from lintpack.rules import MODULES
from tests.trees import plant

if TYPE_CHECKING:
    from pathlib import Path


class Story(NamedTuple):
    """`wrong` is what `script` has, `right` what mends it; the finding `code` is on the line of `wrong`. `tree` lies in
    `folder`, which is the --build-dir."""

    kind: str
    code: str
    script: str
    wrong: str
    right: str
    tree: str
    folder: str = "."


COPY = 'set -e\n. ./common.sh\nput ./build/bin/server "$pack/bin"\n'
COMMON = "put() {\n    cp -Lr $*\n    [ $? -eq 0 ] || exit 1\n}\npack=server-1.0\n"
SERVER = "build/bin/server NEEDED libstore.so.8 NEEDED libmalloc.so.4 NEEDED libcore.so NEEDED libc.so.6\n"
LIBRARIES = """
third/lib/libstore.so -> libstore.so.8
third/lib/libstore.so.8 SONAME libstore.so.8 NEEDED libc.so.6
third/lib/libmalloc.so -> libmalloc.so.4
third/lib/libmalloc.so.4 SONAME libmalloc.so.4
third/lib/libmallocbasic.so.4 SONAME libmallocbasic.so.4
build/lib/libcore.so SONAME libcore.so
"""
IMAGE = """
usr/lib/x86_64-linux-gnu/libjson.so.5 SONAME libjson.so.5
usr/lib/x86_64-linux-gnu/libtls.so.1.1 SONAME libtls.so.1.1
usr/lib/x86_64-linux-gnu/libunicode.so.72 SONAME libunicode.so.72 NEEDED libcxx.so.6
usr/lib/x86_64-linux-gnu/libcxx.so.6 SONAME libcxx.so.6
usr/lib/x86_64-linux-gnu/libuid.so.1 SONAME libuid.so.1
usr/lib/x86_64-linux-gnu/libossp-uid.so.16 SONAME libossp-uid.so.16
usr/local/lib/libscript3.10.so.1.0 SONAME libscript3.10.so.1.0
opt/pg/lib/uid-ossp.so NEEDED libossp-uid.so.16
"""
SYSTEM = "/usr/lib/x86_64-linux-gnu"
PACKED = 'put ./third/lib/libmalloc.so.4 ./third/lib/libstore.so.8 "$pack/lib"'

STORIES = (
    Story(
        "the dev name is packed",
        "LP101",
        COPY + 'put ./build/lib/libcore.so ./third/lib/libstore.so.8 "$pack/lib"\nWRONG\n',
        'put ./third/lib/libmalloc.so "$pack/bin"',
        'put ./third/lib/libmalloc.so.4 "$pack/bin"',
        SERVER + LIBRARIES,
    ),
    Story(
        "a library became shared",
        "LP120",
        COPY + 'put ./build/lib/libcore.so "$pack/lib"\nWRONG\n',
        'put ./third/lib/libmalloc.so.4 "$pack/lib"',
        PACKED,
        SERVER + LIBRARIES,
    ),
    Story(
        "the project's own library was split",
        "LP120",
        COPY + PACKED + "\nWRONG\n",
        'put ./build/lib/libmeta.so "$pack/lib"',
        'put ./build/lib/libmeta.so ./build/lib/libcore.so "$pack/lib"',
        SERVER + LIBRARIES + "build/lib/libmeta.so SONAME libmeta.so",
    ),
    Story(
        "another library of like name is packed",
        "LP120",
        COPY + 'put ./build/lib/libcore.so ./third/lib/libstore.so.8 "$pack/lib"\nWRONG\n',
        'put ./third/lib/libmallocbasic.so.4 "$pack/lib"',
        'put ./third/lib/libmalloc.so.4 "$pack/lib"',
        SERVER + LIBRARIES,
    ),
    Story(
        "lib64 is hard-coded",
        "LP112",
        COPY + 'put ./build/lib/libcore.so ./third/lib/libmalloc.so.4 "$pack/lib"\nWRONG\n',
        'put ./third/lib64/libstore.so.8 "$pack/lib"',
        'put ./third/lib/libstore.so.8 "$pack/lib"',
        SERVER + LIBRARIES + "third/lib64/pkgconfig/store.pc",
    ),
    Story(
        "a pattern has an old version",
        "LP112",
        COPY + 'put ./build/lib/libcore.so "$pack/lib"\n' + PACKED + "\nWRONG\n",
        'put ./third/lib/libPoco*.so.48 "$pack/lib"',
        'put ./third/lib/libPoco*.so.71 "$pack/lib"',
        SERVER + LIBRARIES + "third/lib/libPocoNet.so.71 SONAME libPocoNet.so.71\n"
        "third/lib/libPocoFoundation.so.71 SONAME libPocoFoundation.so.71",
    ),
    Story(
        "the file itself in a list of SONAMEs",
        "LP102",
        'libs=(libz.so.1\nWRONG\n)\nset -e\nfor lib in "${libs[@]}"; do cp -L "$DEPS/lib/$lib" AppDir/lib/; done\n',
        "libcross.so.0.61.0",
        "libcross.so.0",
        "lib/libz.so.1 SONAME libz.so.1\nlib/libcross.so.0.61.0 SONAME libcross.so.0\n"
        "lib/libcross.so.0 -> libcross.so.0.61.0",
    ),
    Story(
        "an old version in an array",
        "LP112",
        'set -e\nlibs=(libz.so.1\n"WRONG"\n)\nfor lib in "${libs[@]}"; do cp -L "$DEPS/lib/$lib" AppDir/lib/; done\n',
        "libavcodec.so.61",
        "libavcodec.so.62",
        "lib/libz.so.1 SONAME libz.so.1\nlib/libavcodec.so.62 SONAME libavcodec.so.62",
    ),
    Story(
        "the image has a newer version",
        "LP112",
        'set -e\nmkdir -p "$OUT/lib"\nWRONG\n',
        f'cp {SYSTEM}/libjson.so.2 "$OUT/lib/"',
        f'cp {SYSTEM}/libjson.so.5 "$OUT/lib/"',
        IMAGE,
    ),
    Story(
        "an old version in a script within a string",
        "LP112",
        "docker run -i image /bin/sh -ex -c 'cd /usr/local \\\n    WRONG \\\n    && tar -cJf /dist/x.txz lib'\n",
        f"&& cp {SYSTEM}/libtls.so.1.0.0 ./lib",
        f"&& cp {SYSTEM}/libtls.so.1.1 ./lib",
        IMAGE,
    ),
    Story(
        "an interpreter of the base image",
        "LP112",
        "set -e\nWRONG\npatchelf --set-rpath '$ORIGIN/' \"$OUT/fuzzer\"\n",
        'cp /usr/local/lib/libscript3.8.so.1.0 "$OUT/"',
        'cp /usr/local/lib/libscript3.10.so.1.0 "$OUT/"',
        IMAGE,
    ),
    Story(
        "a library's own library is missing",
        "LP120",
        f"set -e\ncp {SYSTEM}/libtls.so.1.1 ./lib\nWRONG\ntar -cf x.tar lib\n",
        f"cp {SYSTEM}/libunicode.so* ./lib",
        f"cp {SYSTEM}/libunicode.so* {SYSTEM}/libcxx.so* ./lib",
        IMAGE,
    ),
    Story(
        "another project's library for the same thing",
        "LP120",
        'set -e\ncp -r /opt/pg/lib "$OUT/"\nWRONG\n',
        f'cp {SYSTEM}/libuid.so.1 "$OUT/lib/"',
        f'cp {SYSTEM}/libossp-uid.so.16 "$OUT/lib/"',
        IMAGE,
    ),
    Story(
        "two dev names from the dependencies",
        "LP101",
        'deps=$root/deps/lib\nset -e\ncp "$deps/libzmq.so.5" "$dest/"\nWRONG\n',
        'cp "$deps/libprotobuf.so" "$dest/"',
        'cp "$deps/libprotobuf.so.8" "$dest/"',
        "deps/lib/libzmq.so.5 SONAME libzmq.so.5\ndeps/lib/libprotobuf.so.8 SONAME libprotobuf.so.8\n"
        "deps/lib/libprotobuf.so -> libprotobuf.so.8",
    ),
    Story(
        "a library that is static by now",
        "LP112",
        'mkdir -p "$OUT/lib"\nset -e\ncp src/lib/.libs/libutil.so* "$OUT/lib/."\nWRONG\n',
        'cp src/core/.libs/libcore.so* "$OUT/lib/."',
        'cp src/api/.libs/libapi.so* "$OUT/lib/."',
        "src/lib/.libs/libutil.so.1 SONAME libutil.so.1\nsrc/core/.libs/libcore.a\n"
        "src/api/.libs/libapi.so.1 SONAME libapi.so.1",
    ),
    Story(
        "a name from two variables",
        "LP112",
        'set -e\nfrom=/usr/local/gcc/lib\nWRONG\ncp "$from"/libexp*$suffix "$INSTALL_DIR"\n',
        "suffix=.so.0",
        "suffix=.so.1",
        "usr/local/gcc/lib/libexp.so.1 SONAME libexp.so.1",
    ),
    Story(
        "a program alone goes to another host",
        "LP120",
        "set -e\nWRONG\n",
        'cp ./bench "$host/bench"',
        'cp ./bench ./libstore.so.7 "$host/"',
        "bench NEEDED libstore.so.7\nlibstore.so.7 SONAME libstore.so.7",
    ),
    Story(
        "a list of members of an archive",
        "LP120",
        "set -e\ntar -C build/lib -cf out.tar libspeech.so WRONG\n",
        "LICENSE",
        "libspeech_utils.so LICENSE",
        "build/lib/libspeech.so SONAME libspeech.so NEEDED libspeech_utils.so\n"
        "build/lib/libspeech_utils.so SONAME libspeech_utils.so\nbuild/lib/LICENSE",
    ),
    Story(
        "a real name that another build gave",
        "LP112",
        "set -e\nWRONG\n",
        'cp -rf "$pfx/lib/libSDL-1.2.so.1.2.52" "$dist/libSDL-1.2.so.0"',
        'cp -rf "$pfx/lib/libSDL-1.2.so.1.2.60" "$dist/libSDL-1.2.so.0"',
        "lib/libSDL-1.2.so.1.2.60 SONAME libSDL-1.2.so.0\nlib/libSDL-1.2.so.0 -> libSDL-1.2.so.1.2.60",
    ),
    Story(
        "the library moved into a folder of its own",
        "LP112",
        'set -e\nWRONG\ncp "$LIB" "$INSTALL/lib64/libhud.so"\n',
        'LIB="build/release/usr/lib64/libhud.so"',
        'LIB="build/release/usr/lib64/hud/libhud.so"',
        "build/release/usr/lib64/hud/libhud.so SONAME libhud.so",
    ),
    Story(
        "the library has a new name",
        "LP112",
        "set -e\nWRONG\n",
        'cp -rp "$POOL/lib/libpcp.so"* "$PREFIX/lib/"',
        'cp -rp "$POOL/lib/libpoolpcp.so"* "$PREFIX/lib/"',
        "lib/libpoolpcp.so.1 SONAME libpoolpcp.so.1",
    ),
    Story(
        "an old folder of the build",
        "LP112",
        'set -e\nWRONG\ncp -f "$compile/build/lib/libavro.so.1" "$install/lib/"\n',
        'cp -f "$compile/source/client/libtaos.so" "$install/lib/"',
        'cp -f "$compile/build/lib/libtaos.so" "$install/lib/"',
        "build/lib/libtaos.so SONAME libtaos.so\nbuild/lib/libavro.so.1 SONAME libavro.so.1\nsource/client/c.o",
    ),
    Story(
        "a folder's name is misspelt, and a guard hides it",
        "LP112",
        'if [ -f WRONG/build/libhook.so ]; then\n    install -m 750 WRONG/build/libhook.so "$dir/lib"\nfi\n',
        "external/libhook_boostrap",
        "external/libhook-bootstrap",
        "external/libhook-bootstrap/build/libhook.so SONAME libhook.so",
    ),
    Story(
        "a new dependency of a library that is installed",
        "LP120",
        'set -e\ninstall -m 750 build/lib/libengine.so "$dir/lib"\nWRONG\n',
        'install -m 750 external/store/libother.so.1 "$dir/lib"',
        'install -m 750 external/store/libother.so.1 external/store/libstore.so.8 "$dir/lib"',
        "build/lib/libengine.so SONAME libengine.so NEEDED libstore.so.8\n"
        "external/store/libother.so.1 SONAME libother.so.1\nexternal/store/libstore.so.8 SONAME libstore.so.8",
    ),
    Story(
        "a folder's name has an old version",
        "LP112",
        'set -e\nWRONG "$OUT/"\n',
        "cp /usr/local/cuda-11.0/targets/lib/libcudart.so.11.0",
        "cp /usr/local/cuda-12.9/targets/lib/libcudart.so.12",
        "usr/local/cuda-12.9/targets/lib/libcudart.so.12 SONAME libcudart.so.12",
    ),
    Story(
        "an old version in a list that is looked up",
        "LP112",
        'libs=("libz.so.1"\n"WRONG"\n)\nset -e\nfor lib in "${libs[@]}"; do\n    path=$(find "$DEPS" -name "$lib")\n'
        '    args+=("--library=$path")\ndone\nmkdir AppDir\nbundle "${args[@]}"\n',
        "libavcodec.so.61",
        "libavcodec.so.62",
        "lib/libz.so.1 SONAME libz.so.1\nlib/libavcodec.so.62 SONAME libavcodec.so.62",
    ),
    Story(
        "members are added to an archive",
        "LP120",
        "set -e\ntar -C build/bin -cf out.tar tool\ntar -C build/lib -uf out.tar WRONG\n",
        "libspeech.so",
        "libspeech.so libspeech_utils.so",
        "build/bin/tool NEEDED libspeech.so\nbuild/lib/libspeech.so SONAME libspeech.so NEEDED libspeech_utils.so\n"
        "build/lib/libspeech_utils.so SONAME libspeech_utils.so",
    ),
    Story(
        "the project's own installation does not help",
        "LP120",
        'set -e\nmake install DESTDIR="$OUT"\ncp bin/daemon "$OUT/bin/"\nWRONG\n',
        f'cp {SYSTEM}/libuid.so.1 "$OUT/lib/"',
        f'cp {SYSTEM}/libuid.so.1 {SYSTEM}/libjson.so.5 "$OUT/lib/"',
        IMAGE + "bin/daemon NEEDED libjson.so.5",
    ),
)


def warnings(folder: Path, story: Story, line: str) -> list[tuple[int, int]]:
    (folder / "common.sh").write_text(COMMON)
    (folder / "pack.sh").write_text("#!/bin/bash\n" + story.script.replace("WRONG", line))
    settings = Settings(MODULES, {}, build_dirs=(str(folder / story.folder),))
    outcome = check([("pack.sh", Repository(str(folder)), "pack.sh")], settings)
    assert outcome.errors == ()
    found = [f for f in outcome.report.findings if f.level != "note" and f.code == story.code and f.place is not None]
    places = [f.place for f in found if f.place is not None]
    return [(place.line, place.source.position(place.end)[0]) for place in places]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.kind)
def test_the_fault_is_found_where_it_stands_and_gone_when_it_is_mended(story: Story, tmp_path: Path) -> None:
    plant(tmp_path, story.tree)
    text = "#!/bin/bash\n" + story.script.replace("WRONG", story.wrong)
    lines = {number for number, line in enumerate(text.split("\n"), 1) if story.wrong in line}
    found = warnings(tmp_path, story, story.wrong)
    assert any(first <= number <= last for first, last in found for number in lines), found
    assert warnings(tmp_path, story, story.right) == []
