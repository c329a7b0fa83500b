"""One line a command: rsync, archives, ELF tools, containers, packers, compilers and what writes files."""

from __future__ import annotations

import pytest

from tests.script.commands.fake_shell import FakeShell

LINES = [
    # rsync and scp
    ("rsync -a lib out", ["rsync lib -> out/lib keep recursive"]),
    ("rsync -a lib/ out", ["rsync lib/ -> out keep recursive"]),
    ("rsync -aL lib/ out/", ["rsync lib/ -> out follow recursive"]),
    ("rsync -av lib/a.so out/b.so", ["rsync lib/a.so -> out/b.so keep recursive"]),
    ("rsync lib/a.so lib/b.so out", ["rsync lib/a.so -> out/a.so skip", "rsync lib/b.so -> out/b.so skip"]),
    ("rsync -rt --copy-links lib/a.so out/", ["rsync lib/a.so -> out/a.so follow recursive"]),
    ("rsync -aR usr/./lib/a.so out", ["rsync usr/lib/a.so -> out/lib/a.so keep recursive parents"]),
    ("rsync -a -e ssh lib/a.so me@host:/srv/", ["rsync lib/a.so -> me@host:/srv/a.so keep recursive"]),
    ("rsync -a host:lib/a.so out/", ["rsync host:lib/a.so -> out/a.so keep recursive"]),
    ("rsync -n a b", []),
    ("scp -P 22 -r lib host:", ["scp lib -> host:lib follow recursive"]),
    # archives
    ("zip -r out.zip lib bin -x *.la", ["create out.zip zip in .: lib bin -*.la"]),
    ("zip -qry9 out lib", ["create out.zip zip in .: lib"]),
    ("unzip -qo a.zip -d dest", ["extract a.zip zip in dest: "]),
    ("unzip a.zip lib/a.so -d dest", ["extract a.zip zip in dest: dest/lib/a.so"]),
    ("unzip -l a.zip", []),
    ("7z a -mx=9 out.7z lib", ["create out.7z 7z in .: lib"]),
    ("7z x a.7z -odest -y", ["extract a.7z 7z in dest: "]),
    ("ar rcs lib.a x.o", ["create lib.a ar in .: x.o"]),
    # ELF tools
    ("patchelf --set-rpath $ORIGIN a.so", ["runpath patchelf a.so $ORIGIN --set-rpath"]),
    (
        "patchelf --force-rpath --set-rpath /x a.so b.so",
        [
            "runpath patchelf a.so /x --force-rpath --set-rpath",
            "runpath patchelf b.so /x --force-rpath --set-rpath",
        ],
    ),
    (
        "patchelf --set-rpath --force-rpath /x a.so",
        [
            "runpath patchelf /x --force-rpath --set-rpath",
            "runpath patchelf a.so --force-rpath --set-rpath",
        ],
    ),
    ("patchelf --remove-rpath a.so", ["runpath patchelf a.so - --remove-rpath"]),
    ("patchelf --replace-needed a.so.1 b.so.2 p", ["needed p a.so.1 => b.so.2"]),
    ("patchelf --add-needed a.so --set-soname p.so.1 p", ["needed p + a.so", "soname p p.so.1"]),
    ("patchelf --print-rpath a.so", []),
    ("chrpath -r /x a.so", ["runpath chrpath a.so /x -r"]),
    ("chrpath --delete a.so", ["runpath chrpath a.so - -d"]),
    ("strip --strip-unneeded a.so b.so", ["strip a.so", "strip b.so"]),
    ("strip -s -o out/a.so a.so", ["strip a.so -> out/a.so follow", "strip out/a.so"]),
    ("x86_64-linux-gnu-strip a.so", ["strip a.so"]),
    ("objcopy --only-keep-debug a.so a.debug", ["touch a.debug"]),
    ("objcopy -S a.so out/a.so", ["objcopy a.so -> out/a.so follow", "strip out/a.so"]),
    ("ldconfig -n out/lib", ["ldconfig out/lib"]),
    ("ldconfig -p", []),
    ("--ldconfig -n out/lib", []),
    # compilers
    (
        "gcc -shared -Wl,-soname,liba.so.1 -Wl,-rpath,/opt/x -o liba.so.1 a.o",
        ["touch liba.so.1", "soname liba.so.1 liba.so.1", "runpath linker liba.so.1 /opt/x"],
    ),
    ("g++-12 -Wl,-rpath=/x -Xlinker -rpath -Xlinker /y a.o", ["runpath linker - /x", "runpath linker - /y"]),
    ("make 'LDFLAGS=-L. -Wl,-rpath,/x' all", ["runpath linker - /x LDFLAGS"]),
    ("cmake -DCMAKE_INSTALL_RPATH=/x ..", ["runpath cmake - /x CMAKE_INSTALL_RPATH"]),
    # files from elsewhere
    ("dd if=a.so of=out/b.so bs=4k", ["dd a.so -> out/b.so follow"]),
    ("curl -fsSL https://x.org/a.tgz -o out/a.tgz", ["curl https://x.org/a.tgz -> out/a.tgz"]),
    ("curl -LO https://x.org/a.tgz?raw=1", ["curl https://x.org/a.tgz?raw=1 -> a.tgz"]),
    ("wget -q -P out https://x.org/a.tgz", ["wget https://x.org/a.tgz -> out/a.tgz"]),
    ("gzip -k out.tar", ["gzip out.tar -> out.tar.gz follow"]),
    ("xz -d out.tar.xz", ["xz out.tar.xz -> out.tar follow moves"]),
    ("git clone --depth 1 https://x.org/foo.git", ["folder foo"]),
    # containers and packers
    ("docker cp box:/usr/lib/a.so out/", ["docker box:/usr/lib/a.so -> out/a.so keep recursive"]),
    ("docker cp -L out/. box:/opt/x", ["docker out/. -> box:/opt/x follow recursive"]),
    ("dpkg-deb --root-owner-group -b stage out.deb", ["create out.deb deb in stage: stage/."]),
    ("dpkg-deb -b stage", ["create stage.deb deb in stage: stage/."]),
    (
        "fpm -s dir -t rpm -C stage -p out.rpm lib/a.so=/usr/lib/",
        ["fpm stage/lib/a.so -> /usr/lib/a.so keep recursive", "create out.rpm rpm in stage: stage/lib/a.so"],
    ),
    ("makeself --gzip stage out.run label ./setup", ["create out.run makeself in stage: stage/."]),
    ("mksquashfs AppDir out.squashfs -noappend", ["create out.squashfs squashfs in AppDir: AppDir/."]),
    (
        "linuxdeploy --appdir AppDir -l lib/a.so --output appimage",
        [
            "linuxdeploy lib/a.so -> AppDir/usr/lib/a.so follow",
            "unresolved linuxdeploy: copies what the programs and libraries need",
            "create $(linuxdeploy) appimage in AppDir: AppDir/.",
        ],
    ),
    ("rpmbuild -bb x.spec", ["unresolved rpmbuild: what it packs is in the spec file"]),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line for line, _ in LINES])
def test_one_command(line: str, expected: list[str]) -> None:
    shell = FakeShell()
    shell.run(line)
    assert shell.shown() == expected


PREFIXES = [
    "sudo -u me -E cp a.so out/",
    "sudo LD_LIBRARY_PATH=/x cp a.so out/",
    "env -u HOME X=1 cp a.so out/",
    "nice -n 10 ionice -c 3 cp a.so out/",
    "timeout -k 5 1m cp a.so out/",
    "time -p nohup cp a.so out/",
    "flock -x lock cp a.so out/",
    "busybox cp a.so out/",
    "taskset 0x1 stdbuf -oL cp a.so out/",
    "gosu me:me cp a.so out/",
    "xargs -t cp -t out a.so",
    "find a.so -maxdepth 0 -exec cp {} out/ ;",
]


@pytest.mark.parametrize("line", PREFIXES)
def test_a_prefix_is_seen_through(line: str) -> None:
    shell = FakeShell()
    shell.run(line, stdin=())
    assert "cp a.so -> out/a.so follow" in shell.shown()


STRINGS = [
    ("sh -c 'cp a b' zero one", ["zero | cp a b | one"]),
    ("bash -euo pipefail -c 'cp a b'", ["bash eu | cp a b"]),
    ("bash -lc 'cp a b'", ["bash | cp a b"]),
    ("bash -x pack.sh one two", ["file x | pack.sh | one | two"]),
    ("su - me -c 'cp a b'", ["sh | cp a b"]),
    ("ssh -p 22 host cp a b", ["sh in host: | cp a b"]),
    ("docker run --rm -v x:/x -w /src image bash -c 'cp a b'", ["bash in /src | cp a b"]),
    ("docker exec -i box sh -ec 'cp a b'", ["sh e in $(pwd in box) | cp a b"]),
    ("docker run --entrypoint bash image -c 'cp a b'", ["bash in $(pwd in image) | cp a b"]),
]


@pytest.mark.parametrize(("line", "expected"), STRINGS, ids=[line for line, _ in STRINGS])
def test_scripts_in_strings(line: str, expected: list[str]) -> None:
    shell = FakeShell()
    shell.run(line)
    assert shell.scripts == expected
