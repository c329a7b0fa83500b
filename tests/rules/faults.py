"""For each rule of LP1xx, LP2xx and LP3xx: the fault, and what is right, both in all ways of writing it.

A rule that is not here fails test_ways.py: add the fault that it is about, in three ways at least.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.rules.ways import Script, as_they_are, copied, launched, linked, run_path, since, with_tree


class Fault(NamedTuple):
    """`wrong`: what the rule reports, `right`: what it leaves alone; by the way that it is written in. `least`: the
    lowest level that counts as reported."""

    wrong: dict[str, Script]
    right: dict[str, Script]
    least: str = "warning"


def without(ways: dict[str, Script], *names: str) -> dict[str, Script]:
    """Leave out the ways in which the fault is none, or another."""
    assert set(names) <= ways.keys()
    return {way: script for way, script in ways.items() if way not in names}


D = "deps/lib"
OUT = "out/lib/"
SET = f"{D}/libssl.so.3 {D}/libz.so.1"
OPENSSL = "tar xf openssl-3.0.9.tgz\n"
MORE = f"{SET} {D}/libxml2.so.2 {D}/libxslt.so.1"
HERE = 'here=$(dirname "$(readlink -f "$0")")\n'
RUN = 'exec "$here/bin/prog" "$@"'
TAR = "tar czf out.tar.gz out\n"
SYSTEM = "/usr/lib/x86_64-linux-gnu"
FIRST = '"$(ldconfig -p | grep libssl | head -n 1 | cut -d" " -f4)"'
EXACT = "\"$(ldconfig -p | grep -w 'libssl\\.so\\.3' | head -n 1)\""
LISTS = ("a loop", "an array", "a list that is split", "a list that is read", "xargs")
GLIB = f"{D}/libglib-2.0.so.0 {D}/libnotify.so.4 {D}/libffi.so.8 {D}/libpcre2-8.so.0"
TWO_BUILDS = 'make -C "$top/build/asan" check\nmake -C "$top/build/release"\ncp $top/build/release/prog out\n'
LOOKED_UP = 'for l in "${libs[@]}"; do\n  f=$(ldconfig -p | awk "/$l/ { print \\$NF }")\n'
SIBLING = {"pack_more": f"set -e\ncp {MORE} {D}/liblzma.so.5 {OUT}\n"}
BOTH = f"mkdir -p {OUT}\ncp {D}/libfoo.so.7.1 {D}/libbar.so.7.1 {OUT}\n"
CHECKED = "".join(f"cp {name} out/ || die {name}\n" for name in ("a", "b", "c", "d"))
KEPT = f"set -e\nmkdir -p {OUT}\ncp -a {D}/libfoo.so* {OUT}\n"
TREE = f"{D}/libssl.so.3\n{D}/libz.so.1\n"
LINKED = f"{D}/libfoo.so.2 -> libfoo.so.2.1.0\n{D}/libfoo.so.2.1.0 SONAME libfoo.so.2\n"
# Two tests for what is copied, and room for one more; a package's tree that is made anew.
ASKED = "[ -f $d/a.so ] && cp $d/a.so o/\n[ -f $d/b.so ] && cp $d/b.so o/\n{}\n"
NEW = "rm -rf p\nmkdir -p p/bin p/lib/painter/ext\ncp prog p/bin/\n{}\n"
BESIDE = "set -e\ncp a/liba.so.1 $X/lib/\ncp a/libb.so.2 $X/lib/\n{}\n"
BUILT = "$DEPS/lib/libz.so.1 $DEPS/lib/libuuid.so.1 $DEPS/lib/liblzma.so.5"
PREFIX = 'cmake -S deps -B build "-DCMAKE_INSTALL_PREFIX=$DEPS_HOME" && make -C build install\n'
TAKEN = 'cp "$DEPS"/lib/liba.so.1 out/lib/\n'
FLAGS = 'export LDFLAGS="-L$DEPS/lib -lfoo -lz"\n'
NAMED = "gcc -shared -Wl,-soname,libfoo.so.3"
OWN = "pkgname=foo\npkgver=1.4.2\n"
NEEDS = "build/bin/server NEEDED libstore.so.8\nbuild/lib/libstore.so.8 SONAME libstore.so.8\n"
TESTED = (
    'foo=/opt/x/lib/libfoo\n{}\n  [ -f "{}" ] || exit 1\n}}\nexport LD_PRELOAD="$foo.so${{LD_PRELOAD:+:$LD_PRELOAD}}"\n'
)


def beside(ways: dict[str, Script], files: dict[str, str]) -> dict[str, Script]:
    return {way: script._replace(files={**script.files, **files}) for way, script in ways.items()}


def unchecked(ways: dict[str, Script]) -> dict[str, Script]:
    """Without the `set -e` that begins each of them."""
    return {way: script._replace(text=script.text.removeprefix("set -e\n")) for way, script in ways.items()}


PACKED = {
    "LP101": Fault(
        {
            **copied(f"{SET} {D}/libcurl.so", OUT),
            **as_they_are(
                looked_up='f=$(ldconfig -p | grep "libz.so " | cut -d">" -f2)\nln -s $f /opt/x/lib/libz.so.1\n',
                looked_up_at_its_end="ln -sf \"$(ldconfig -p | awk '/libz\\.so$/ { print $NF }')\" out/libz.so.1\n",
                found='cp "$(find /usr/lib -name libz.so | head -n 1)" out/lib/libz.so.1\n',
                found_by_a_function="to() { ln -s $1 out/$2; }\nto $(find / -name 'libz.so') libz.so.1\n",
                of_the_compiler="set -e\nclang -shared -o libgcc_s.so x.a\ncp ./libgcc_s.so $p/lib/libgcc_s.so\n",
                of_its_build="set -e\nput() { install -m755 $1 $p/lib/; }\nput build/out/libstdc++.so\n",
                of_its_build_in_a_list="set -e\ncp deps/libm1.so.1 deps/libgcc_s.so $p/lib/\n",
                tested="if [ -f /lib/libz.so ]; then\n cp /lib/libz.so.1 o/\nelse\n cp /usr/lib/libz.so.1 o/\nfi\n",
                tested_in_a_loop="for d in /lib /usr/lib; do\n  test -e $d/libz.so && cp -d $d/libz.so.1* o/\ndone\n",
                of_a_dependency="echo 'ln -s /usr/lib64/libfoot.so $d/liba.so' > p\nfpm -d foot --after-install p\n",
                of_a_dependency_in_a_file="cat > c <<E\nDepends: libfoot2, z\nE\nln -s /usr/lib/libfoot.so $d/a.so\n",
            ),
        },
        {
            **copied(f"{SET} {D}/libcurl.so.4", OUT),
            **as_they_are(
                looked_up='f=$(ldconfig -p | grep "libz.so.1 " | cut -d">" -f2)\nln -s $f /opt/x/lib/libz.so.1\n',
                looked_up_in_any_version='f=$(ldconfig -p | grep "libz.so" | head -1)\nln -s $f /opt/x/lib/libz.so.1\n',
                looked_up_for_the_compiler='f=$(ldconfig -p | grep "libz.so ")\nln -s $f /opt/x/lib/libz.so\n',
                found='cp "$(find /opt/z/lib -name libz.so | head -n 1)" out/lib/libz.so.1\n',
                of_the_compiler="set -e\nclang -shared -o libgcc_s.so x.a\ncp libgcc_s.so $p/lib/libgcc_s.so.1\n",
                tested="[ -f /lib/libz.so ] && cp -d /lib/libz.so /lib/libz.so.1 o/\n",
                of_a_dependency="echo 'ln -s /usr/lib64/libfoot.so $d/a.so' > p\nfpm -d foot-devel --after-install p\n",
                of_no_dependency="cat > c <<E\nDepends: zlib\nE\nln -s /usr/lib/libfoot.so $d/liba.so\n",
            ),
        },
    ),
    "LP102": Fault(
        {
            **copied(f"{D}/librocksdb.so.8.3.2", OUT),
            **as_they_are(
                a_dated_name=f"cp /lib64/libgcc_s-8.5.0-20210514.so.1 {OUT}\n",
                an_initramfs="install() {\n  inst_simple /lib/libgcc_s-4.4.6-20110824.so.1\n}\n",
                an_initramfs_hook='for f in x; do copy_exec "/lib64/libgcc_s-4.8.5-20150702.so.1" /lib; done\n',
            ),
        },
        {
            **copied(f"{D}/librocksdb.so.8", OUT),
            **as_they_are(
                linked=f"cp /lib64/libgcc_s-8.5.0-20210514.so.1 {OUT}\ncp -d /lib64/libgcc_s.so.1 {OUT}\n",
                named_so="cp /lib64/libgcc_s-8.5.0-20210514.so.1 out/libgcc_s.so.1\n",
                not_copied="rm -f /lib64/libgcc_s-8.5.0-20210514.so.1\n",
            ),
        },
    ),
    "LP103": Fault(
        {
            **copied(f"{D}/libreadline.so.8", "out/lib/libreadline.so"),
            **as_they_are(
                of_another="cp b/liba.so.5.* out/liba.so.5\ncp b/libz.so.5.* out/usr/liba.so.5\n",
                by_a_function="p() { cp b/$1 out/$2; }\np liba.so.5.1 liba.so.5\np libz.so.5.1 u/liba.so.5\n",
                of_another_installed="install b/liba.so out/a/liba.so\ninstall -m 644 b/libz.so out/z/liba.so\n",
            ),
        },
        {
            **copied(f"{D}/libreadline.so.8", OUT),
            **as_they_are(
                its_own="cp b/liba.so.5.* out/liba.so.5\ncp b/libz.so.5.* out/usr/libz.so.5\n",
                as_well="cp b/liba.so.5 out/liba.so.5\ncp b/libz.so.5 out/libz.so.5\ncp b/libz.so.5 out/u/liba.so.5\n",
                another_version="cp b/liba.so.5.* out/liba.so.5\ncp b/libz.so.1.* out/usr/liba.so.5\n",
                one_or_the_other="if x; then cp b/liba.so out/a/liba.so; else cp b/libz.so out/z/liba.so; fi\n",
                a_family="cp b/liba-x64.so out/x/liba.so\ncp b/liba.so out/y/liba.so\n",
            ),
        },
    ),
    "LP104": Fault(
        {
            **copied(f"{D}/libssl.so.3 {D}/libcrypto.so.1", OUT),
            **as_they_are(
                tests=ASKED.format("[ -f $d/c.so ] && cp $d/b.so o/"),
                calls="p() {\n  [ -f $1 ] && cp $2 o/\n}\np x/a.so x/a.so\np x/b.so x/b.so\np x/c.so x/b.so\n",
            ),
        },
        {
            **copied(f"{D}/libssl.so.3 {D}/libcrypto.so.3", OUT),
            **as_they_are(
                tests=ASKED.format("[ -f $d/c.so ] && cp $d/c.so o/"),
                a_plug_in=ASKED.format("[ -f $d/b.so ] && cp $d/b_tools.so o/"),
            ),
        },
    ),
    "LP105": Fault(beside(copied(MORE, OUT), SIBLING), beside(copied(f"{MORE} {D}/liblzma.so.5", OUT), SIBLING)),
    "LP106": Fault(
        {
            **copied(f"{D}/libfoo.so.", OUT),
            **as_they_are(
                tested_without=TESTED.format("look() {", "$foo"),
                tested_by_its_name=TESTED.format("if test -r ${foo} ; then cp -L ${foo}.so out; fi; true || {", "/"),
                as_on_macos=f"cp {D}/libfoo.0.so {OUT}lib.so\n[ -f o ] || cp {D}/libfoo.0.dylib {OUT}\n",
                python=f"v=3.9.7\ncp -L {D}/libpython$v.so.1.0 {OUT}\n",
                gnat="v=8.2.1\nmv $d/adalib/libgna{rl,t}-$v.so out/\n",
                tcl=f"put() {{ cp $1 {OUT}; }}\nput {D}/libtcl8.6.13.so\n",
                readline=f"for v in 8.1.2; do ln -sf libreadline.so.$v {OUT}libreadline.so.8; done\n",
                known_to_be_linux=f"ln -s libopenblas.0.so {OUT}libblas.so.3\n",
            ),
        },
        {
            **copied(f"{D}/libfoo.so.$V", OUT),
            **as_they_are(
                tested_with=TESTED.format("look() {", "$foo.so"),
                python=f"v=3.9.7\ncp -L {D}/libpython${{v%.*}}.so.1.0 {D}/libtcl8.6.so {OUT}\n",
                gnat="v=8.2.1\nmv $d/adalib/libgna{rl,t}-${v%%.*}.so $d/libgnat-4.9.so out/\n",
            ),
        },
    ),
    "LP107": Fault(
        {
            **copied(f"{D}/libz.so.1 {D}/libc.so.6", OUT),
            "a list that is looked up": Script(f"libs=(libz.so.1 libGL.so.1)\n{LOOKED_UP}  cp -L $f {OUT}\ndone\n"),
        },
        {
            **copied(f"{D}/libz.so.1 {D}/libcap.so.2", OUT),
            "a list that is looked up": Script(f"libs=(libz.so.1 libGL.so.1)\n{LOOKED_UP}  echo $f\ndone\n"),
        },
    ),
    # What a list gets of a search is not followed.
    "LP108": Fault(without(copied(FIRST, OUT), *LISTS), copied(EXACT, "out/lib/libssl.so.3")),
    "LP109": Fault(
        {
            **copied(f"{SYSTEM}/libaio.so.1", OUT, 'if [ "$(uname -m)" = aarch64 ]; then v=8; fi\n'),
            **as_they_are(
                dracut="install() {\n  inst $(command -v x) /sbin/x\n  inst_simple /usr/lib64/liba.so.2\n}\n",
                dracut_several="install() {\n  inst_libdir_file 'libb*'\n  inst_multiple x /lib64/liba.so.2\n}\n",
                a_hook=f'copy_exec "$(command -v x)"\ncopy_exec {SYSTEM}/liba.so.2\n',
                changed=f"case $(uname -m) in arm*) v=7 ;; esac\nstrip -R .note.ABI-tag {SYSTEM}/libQt5Core.so.5\n",
                told=f"get() {{ wget $u/x-$1.tgz; }}\nget $(uname -m)\ncp {SYSTEM}/liba.so.2 out/\n",
                a_snap="LD_LIBRARY_PATH=$SNAP/lib/x86_64-linux-gnu:$LD_LIBRARY_PATH exec $SNAP/bin/x\n",
                of_a_package="dpkg -L libc6 | grep so\nrpm -ql glibc.x86_64 | grep so\n",
                of_another_package="f=$(dpkg -L libc6:amd64)\nf+=$(rpm -q --list glibc)\n",
            ),
        },
        {
            **copied(f"{SYSTEM}/libaio.so.1", OUT, "arch=$(uname -m)\n", "tar czf p-$arch.tgz out\n"),
            **as_they_are(
                dracut="install() {\n  inst $(command -v x) /sbin/x\n  inst_libdir_file 'liba.so.2*'\n}\n",
                a_snap="LD_LIBRARY_PATH=$SNAP/lib/$(uname -m)-linux-gnu:$SNAP/lib exec $SNAP/bin/x\n",
                dracut_for_one_system="install() {\n  inst_simple /usr/lib64/liba.so.2\n}\n",
                dracut_if_there="f=/lib64/liba.so.2\n[ -e $f ] && inst $(which x) && inst /lib64/liba.so.2\n",
                a_hook='copy_exec "$(command -v x)"\ncopy_exec /usr/lib/*-linux-gnu/liba.so.2\n',
                of_any_package="dpkg -L libc6 | grep so\nrpm -ql glibc | grep so\n",
                of_this_machine="dpkg -L libc6 | grep so\nrpm -ql glibc.$(uname -m) | grep so\n",
                of_one_machine="dpkg -L libc6:amd64 | grep so\nrpm -ql glibc.x86_64 | grep so\n",
            ),
        },
    ),
    # In a list that is read, `"$one"` keeps the star.
    "LP110": Fault(
        {
            **without(copied("/usr/local/lib/libfoo*.so", OUT), "a list that is read"),
            **as_they_are(
                one_digit=f"# ICU\nget icu4c-72\nfor so in {D}/lib*.so.?; do cp -L $so {OUT}; done\n",
                of_a_known_one=f"cp -L {D}/libavcodec.so.[0-9] {OUT}\n",
                no_dot=f"cp -L {D}/lib*.so? {OUT}\n",
                no_dot_in_a_search=f"find {D} -name 'libfoo.so[0-9]*' -exec cp {{}} {OUT} \\;\n",
                no_dot_of_the_loader=f"ln -sr {OUT}/ld-musl*.so? {OUT}/ldd\n",
                no_dot_in_a_case=f"for f in {D}/*; do case $f in */lib*.so[1-9]) cp $f {OUT} ;; esac; done\n",
                links_alone=f"for l in foo bar; do cp -P {D}/lib$l.so.[0-9] {OUT}; done\n",
                the_loader="l=$(ls $r/usr/lib64/ld-*.so)\npatchelf --set-interpreter $l x\n",
                parts_of_glibc="cp -a $r/lib/libc-2.*.so $r/lib/libpthread-2*.so out/\n",
                the_loader_found="for l in $(find $r -name 'ld-[0-9].[0-9]*.so'); do cp $l out/; done\n",
                a_case=f'for f in {D}/*; do case $f in *.so) strip $f ;; esac; done\ncp "{D}/libz.so.$v" {OUT}\n',
            ),
        },
        {
            **copied("/usr/local/lib/libfoo*.so*", OUT),
            **as_they_are(
                one_digit=f"for so in {D}/lib*.so.?; do cp -L $so {OUT}; done\n",
                of_a_known_one=f"cp -L {D}/libz.so.[0-9] {OUT}\n",
                the_loader="l=$(ls $r/lib64/ld-*.so $r/lib64/ld-linux-*.so.2)\nfind $r ! -name 'libc-*.so'\n",
                of_an_old_system="# CentOS 7\ncp -a $r/lib/libc-2.17*.so* $centos/ld-2.*.so out/\n",
                links_and_files=f"cp -P {D}/libfoo.so.[0-9] {OUT}\ncp -P {D}/libfoo.so.[0-9].* {OUT}\n",
                a_case=f'for f in {D}/*; do case $f in *.so|*.so.*) strip $f ;; esac; done\ncp "a/liby.so.$v" {OUT}\n',
            ),
        },
    ),
    # `for one in $files` expands it after all; a here-document and printf have no quotes.
    "LP111": Fault(
        {
            **without(copied(f'"{D}/libfoo.so.*"', OUT), "a list that is split", "a list that is read", "xargs"),
            **as_they_are(
                braces='cp "$d/lib{a,b}.so.1" out/\n',
                a_list_in_quotes="l='liba.so.1 libb.so.2'\ncp \"$d/$l\" out/\n",
                patterns_in_quotes="for l in 'liba.so*' 'libb.so*'; do\n  rm -f \"$d/$l\"\ndone\n",
                a_variable='l="$d/liba.so*"\ncp "$l" out/\n',
                a_test_of_bash="if [[ ! -e $d/liba.so* ]]; then\n  make\nfi\n",
                a_quoted_test='[ -f "$d/lib*.so" ] && cp "$d"/lib*.so out/\n',
                in_a_folder='cp "$d/lib*/libfoo.so.$v" out/\n',
                a_link='ln -s "$d/gio/modules/*.so" "$modules"\n',
            ),
        },
        {
            # What is read is not expanded in `"$one"`.
            **without(copied(f'"{D}"/libfoo.so.*', OUT), "a list that is read"),
            **as_they_are(
                a_list_that_is_split="l='liba.so.1 libb.so.2'\nfor f in $l; do cp \"$d/$f\" out/; done\n",
                a_pattern_that_is_compared='[[ $f == lib*.so ]] && [[ -e $f ]] && cp "$f" out/\n',
                a_test_of_one='[ -e "$d"/libfoo.so.* ] && cp "$d"/libfoo.so.* out/\n',
                a_variable='l="$d/liba.so*"\ncp $l out/\n',
                in_a_folder='cp "$d"/lib*/libfoo.so."$v" out/\nd="$d/lib*/libfoo.so.1"\nln -s $d out/\n',
            ),
        },
    ),
    "LP112": Fault(with_tree(copied(f"{D}/libssl.so.1.1 {D}/libz.so.1", OUT), TREE), with_tree(copied(SET, OUT), TREE)),
    "LP113": Fault(
        {
            **copied(f"{MORE} deps/lib64/libcurl.so.4", OUT),
            **as_they_are(
                a_default="B=${B:-/opt}\n./configure --prefix=$B\nsudo cp libz.so.1 /opt/z/lib/\n",
                an_argument='P="${1:-/usr/local}"\n./configure --prefix="$P"\ninstall libz.so.1 /usr/local/lib/\n',
                a_link=": ${P:=/opt/z}\ncmake -DCMAKE_INSTALL_PREFIX=$P .\nln -sf libz.so.1 /opt/z/lib/libz.so\n",
                run_path_to_openssl=f"{OPENSSL}./config --prefix=$P\nmake LDFLAGS=-Wl,-rpath,$P/lib\n",
                environment=f'{OPENSSL}perl Configure \\\n  --prefix="$P"\nexport LD_LIBRARY_PATH=$P/lib\n',
                flags='gcc p.c -L$Z/lib -lz -Wl,-rpath,$P/lib\nmake LDFLAGS="-L${P}/lib -lpng -Wl,-rpath=${P}/lib"\n',
                exported_flags="A=\"-L'$P/a' -Wl,-rpath,'$P/a'\"\nexport B=\"-L'$P' -Wl,-rpath,'$P/a'\"\n",
                word_sizes="case $b in 32) cp /lib64/liba.so.1 o/ ;; 64) cp /lib/liba.so.1 o/ ;; esac\n",
                told_to_ldconfig=f"{OPENSSL}./config --prefix=/opt/s\necho /opt/s/lib > /etc/ld.so.conf.d/s.conf\n",
            ),
        },
        {
            **copied(f"{MORE} {D}/libcurl.so.4", OUT),
            **as_they_are(
                word_sizes="case $b in 32) cp /lib/liba.so.1 o/ ;; 64) cp /lib64/liba.so.1 o/ ;; esac\n",
                no_default="B=/opt\n./configure --prefix=$B\nsudo cp libz.so.1 /opt/z/lib/\n",
                flags="make A='-L$Z/lib -Wl,-rpath,$P/lib' B='-L$P/lib -Wl,-rpath,$P/lib -Wl,-rpath,$Z/lib'\n",
                of_the_build="A='-L$BUILD/lib -Wl,-rpath,$P/lib'\nB='-L$P/lib -Wl,-rpath,$P/lib'\nmake\n",
                no_prefix="B=${B:-/opt}\n. $B/env\nsudo cp libz.so.1 /opt/z/lib/\n",
                by_the_variable="B=${B:-/opt}\n./configure --prefix=$B\nsudo cp /opt/x/libz.so.1 $B/z/lib/\n",
                says_where=f"{OPENSSL}./config --prefix=$P --libdir=lib\nmake LDFLAGS=-Wl,-rpath,$P/lib\n",
                looks_in_both=f"{OPENSSL}./config --prefix=$P\nexport LD_LIBRARY_PATH=$P/lib:$P/lib64\n",
                others_too=f"{OPENSSL}./config --prefix=$P\n./configure --prefix=$P\nexport LD_LIBRARY_PATH=$P/lib\n",
                the_old_one="tar xf openssl-1.1.1w.tgz\n./config --prefix=$P\nexport LD_LIBRARY_PATH=$P/lib\n",
                another_machine=f"{OPENSSL}./Configure linux-aarch64 --prefix=$P\nexport LD_LIBRARY_PATH=$P/lib\n",
                static=f"{OPENSSL}./config no-shared --prefix=$P\nexport LD_LIBRARY_PATH=$P/lib\n",
            ),
        },
    ),
    # In a list, the words are no command's.
    "LP114": Fault(
        {
            **without(copied("find /usr/lib -name libarchive.so.13", OUT), *LISTS),
            **as_they_are(
                tar_in_a_branch="if [ -e $a ]; then\n  tar -xzf $a --strip-components=1 -c out\nfi\n",
                tar_in_a_pipe="curl $url | ${SUDO} tar xJ -c out\n",
                tar_in_a_function='get() {\n  tar --extract -f "$1" -c "$2"\n}\nget a.tar out\n',
            ),
        },
        {
            **copied("$(find deps -name 'lib*.so.1')", OUT),
            **as_they_are(
                tar_in_a_pipe="tar -c -f - -C deps lib | tar -xf - -C out -I 'xz -d -c x'\n",
                tar_and_a_shell='tar xf a.tar -C out && bash -c "ls out"\n',
            ),
        },
    ),
    "LP115": Fault(
        {
            **without(copied("$(BUILD)/lib/libz.so.1", OUT, "BUILD=b\n"), "a script in a string"),
            **as_they_are(
                of_a_makefile="export LD_LIBRARY_PATH=$(BOOST_ROOT_DIR)/lib:$LD_LIBRARY_PATH\n",
                read_elsewhere="echo $BOOST\nexport LD_LIBRARY_PATH=$(BOOST)/lib:$LD_LIBRARY_PATH\n",
            ),
        },
        {
            **copied("${BUILD}/lib/libz.so.1", OUT, "BUILD=b\n"),
            **as_they_are(
                a_function="MY_LIB_DIR() { echo /opt/x; }\nexport LD_LIBRARY_PATH=$(MY_LIB_DIR)/lib:$LD_LIBRARY_PATH\n",
                a_command="export LD_LIBRARY_PATH=$(pwd)/lib:$(my_lib_dir)/lib:$LD_LIBRARY_PATH\n",
            ),
        },
    ),
    "LP116": Fault(
        since(copied(f"{SET} {D}/libcurl.so.4", OUT), copied(SET, OUT)),
        since(copied(SET, OUT), copied(f"{SET} {D}/libcurl.so.4", OUT)),
    ),
    "LP117": Fault(
        {
            **without(copied("/usr/lib*/libffi.so.8", OUT), "a list that is read"),
            "two builds": Script(f"{TWO_BUILDS}find $top/build -name 'lib*.so*' -exec cp -P {{}} {OUT} ';'\n"),
            "two builds by a pattern": Script(f"{TWO_BUILDS}cp -d $top/build/*/lib*.so* {OUT}\n"),
        },
        {
            **copied("/usr/lib64/libffi.so.8", OUT),
            "one of two builds": Script(
                f"{TWO_BUILDS}find $top/build/release -name 'lib*.so*' -exec cp -P {{}} {OUT} ';'\n"
            ),
            "parts of a build": Script(
                f"cp $top/build/src/prog out\nfind $top/build -name 'lib*.so*' -exec cp -P {{}} {OUT} ';'\n"
            ),
        },
    ),
    "LP118": Fault(
        {
            **copied(f"{SYSTEM}/libonig.so.2", OUT),
            "a file of one glibc": Script("cp -L /lib/x86_64-linux-gnu/libm-2.31.so root/lib/libm.so.6\n"),
            "glibc's files, unpacked": Script("for l in c rt; do cp deb/lib/*/lib$l-2.24.so root/lib/; done\n"),
            "not the glibc of the release": Script("debootstrap buster b\ncp b/lib/*/ld-2.24.so root/lib/ld.so.1\n"),
            "a loader of one glibc": Script(
                "put() { install $1 $2; }\nput x/lib/i386-linux-gnu/ld-2.27.so r/lib/ld.so\n"
            ),
        },
        {
            **copied(f"{SYSTEM}/libonig.so.5", OUT),
            "the glibc of the release": Script("debootstrap buster b\ncp b/lib/*/ld-2.28.so root/lib/ld.so.1\n"),
            "glibc's names of today": Script("cp -L /lib/x86_64-linux-gnu/libm.so.6 root/lib/\n"),
            "any number": Script("cp deb/lib/*/libc-*.so root/lib/libc.so.6\n"),
            "the number is known": Script("V=2.24\ncp deb/lib/*/libc-2.24.so root/lib/libc.so.6\n"),
            "an old system's folder": Script("cp /lib64/libc-2.17.so root/lib64/libc.so.6\n"),
        },
    ),
    "LP119": Fault(
        {
            **copied(MORE, OUT),
            "a part of GLib": Script(f"cp {GLIB} {OUT}\n"),
            "a part of GLib in a loop": Script(f"for l in {GLIB}; do cp -d $l* {OUT}; done\n"),
        },
        {
            **copied(f"{MORE} {D}/libcrypto.so.3", OUT),
            "all of GLib": Script(f"cp {GLIB} {D}/libgobject-2.0.so.0 {D}/libgio-2.0.so.0 {OUT}\n"),
            "GLib by a pattern": Script(f"cp {GLIB} {D}/libg*-2.0.so.0 {OUT}\n"),
        },
    ),
    "LP120": Fault(
        with_tree(copied("build/bin/server", "out/bin/"), NEEDS),
        with_tree(copied("build/bin/server build/lib/libstore.so.8", "out/bin/"), NEEDS),
    ),
    "LP121": Fault(
        {
            **copied("thirdpatry/lib/libfoo.so.2", OUT),
            **as_they_are(
                the_folder_of_one_copy=BESIDE.format("cp -a a/libc.so.3 $X/libs"),
                the_folder_of_a_function=BESIDE.format("put() {\n  cp $1 $2/\n}\nput a/libc.so.3 $X/libs"),
                a_folder_that_nothing_makes=NEW.format("cp b/liba.so b/libb.so p/lib/paint/ext/"),
                by_a_function=NEW.format('put() { cp "$@"; }\nput b/liba.so b/libb.so p/lib/paint/ext/'),
                the_folder_of_a_loop=BESIDE.format("for one in c d; do\n  install -m 755 a/lib$one.so $X/ilb/\ndone"),
            ),
        },
        {
            **copied("thirdparty/lib/libfoo.so.2", OUT),
            **as_they_are(
                the_folder_of_the_others=BESIDE.format("cp a/libc.so.3 $X/lib"),
                another_word_size=BESIDE.format("cp a/libc.so.3 $X/lib64"),
                a_folder_that_is_made=BESIDE.format("mkdir $X/libs && cp a/libc.so.3 $X/libs"),
                another_place=BESIDE.format("cp a/libc.so.3 $Y/libs"),
                the_one_that_is_made=NEW.format("cp b/liba.so b/libb.so p/lib/painter/ext/"),
                made_too=NEW.format("mkdir -p p/lib/paint/ext\ncp b/liba.so b/libb.so p/lib/paint/ext/"),
            ),
        },
    ),
    "LP122": Fault(copied(BUILT, OUT, FLAGS), copied(f"{BUILT} $DEPS/lib/libfoo.so.2", OUT, FLAGS)),
    "LP123": Fault(
        as_they_are(
            an_array=f"FILES=({D}/libssl.so.3)\nFILES=({D}/libz.so.1)\ncp ${{FILES[@]}} {OUT}\n",
            words=f'FILES="{SET}"\nFILES="{D}/libfoo.so.2 {D}/libbar.so.1"\ncp $FILES {OUT}\n',
            added_to=f"FILES=()\nFILES+=({D}/libssl.so.3)\nFILES=({D}/libz.so.1)\ncp ${{FILES[@]}} {OUT}\n",
        ),
        as_they_are(
            an_array=f"FILES=({D}/libssl.so.3)\nFILES+=({D}/libz.so.1)\ncp ${{FILES[@]}} {OUT}\n",
            words=f'FILES="{SET}"\nFILES="$FILES {D}/libfoo.so.2 {D}/libbar.so.1"\ncp $FILES {OUT}\n',
            read_before=f"FILES=({SET})\ncp ${{FILES[@]}} {OUT}\nFILES=({D}/libfoo.so.2)\ncp ${{FILES[@]}} {OUT}\n",
            other_ways=f"if [ -e x ]; then\n FILES=({SET})\nelse\n FILES=({D}/liba.so.2)\nfi\ncp ${{FILES[@]}} {OUT}\n",
        ),
    ),
    "LP124": Fault(
        as_they_are(
            plain=f"cp {D}/libicudata.so.70 {D}/libicui8n.so.70 {D}/libicuuc.so.70 {OUT}\n",
            braces=f"cp {D}/libicu{{data,uc,i8n}}.so* {OUT}\n",
            a_wrapper=f'put() {{ cp "$@"; }}\nput {D}/libicudata.so.70 {D}/libicui1n8.so.70 {D}/libicuuc.so.70 {OUT}\n',
            a_number="apt-get install libbz2-dev\ncp -d /usr/lib64/libbz.so.1* out/\n",
            a_number_sought="# for fido2\nfor f in $(find /usr/lib -name 'libfido.so*'); do add_binary $f; done\n",
            a_number_in_a_list="l=(/usr/lib/*/libsqlite.so.0 /usr/lib/*/libz.so.1)\ncp ${l[@]} o/\ntool --sqlite3 o\n",
        ),
        as_they_are(
            plain=f"cp {D}/libicudata.so.70 {D}/libicui18n.so.70 {D}/libicuuc.so.70 {OUT}\n",
            braces=f"cp {D}/libicu{{data,uc,i18n}}.so* {OUT}\n",
            alone=f"cp {D}/libicui8n.so.70 {OUT}\n",
            a_number="apt-get install libbz2-dev\ncp -d /usr/lib64/libbz2.so.1* out/\n",
            a_number_of_ones_own="make -C bz2\ncp build/libbz.so.1 out/\n",
            known_without="apt-get install libssh2-1\ncp /usr/lib64/libssh.so.4 out/\n",
        ),
    ),
    # In a string, it is another shell's variable.
    "LP125": Fault(
        without(copied("$late/lib/libz.so.1", OUT, "", "late=$PWD/deps\n"), "a script in a string"),
        copied("$late/lib/libz.so.1", OUT, "late=$PWD/deps\n", "late=$PWD/more\n"),
    ),
    "LP126": Fault(
        {
            **copied(f"{D}/libfoo.so.1.4.1", OUT, OWN),
            **as_they_are(
                a_list=f"{OWN}export LD_LIBRARY_PATH=/usr/lib:/opt/foo-1.1.0/lib\n",
                ld_so_conf=f"{OWN}echo /opt/foo-0.9.2/lib > /etc/ld.so.conf.d/foo.conf\n",
                ld_so_conf_by_a_document=f"{OWN}cat > $D/etc/ld.so.conf.d/f.conf <<E\n/opt/a/foo-1.3.2/lib64\nE\n",
            ),
        },
        {
            **copied(f"{D}/libfoo.so.1.4.2", OUT, OWN),
            **as_they_are(
                a_list=f"{OWN}export LD_LIBRARY_PATH=/opt/foo-1.4.2/lib:/opt/bar-1.1.0/lib:/opt/foo-1/lib\n",
                ld_so_conf=f"{OWN}echo /opt/foo-1.4.2/lib > /etc/ld.so.conf.d/foo.conf\n",
            ),
        },
    ),
    "LP127": Fault(
        as_they_are(
            plain=f"cp {D}/libz.so.1 {OUT}\ncpp -a {D}/libssl.so* {OUT}\n",
            swapped=f"intsall -m 755 {SET} {OUT}\n",
            a_link=f"cp {D}/libz.so.1 {OUT}\nln -s libz.so.1 {OUT}libz.so\nlnn -s libz.so.1 {OUT}libzz.so\n",
            a_loop=f"cp {D}/libz.so.1 {OUT}\nfor l in {SET}; do pc $l {OUT}; done\n",
            a_function=f"put() {{ sudo isntall -m 644 $1 {OUT}; }}\nput {D}/libz.so.1\n",
            a_sign=f":cp {D}/libz.so.1 {OUT}\n",
            makes_sign=f"@cp {D}/libz.so.1 {OUT}\n",
            the_mode=f"cp {D}/libz.so.1 {OUT}\ncrmod 755 {OUT}libz.so.1\n",
        ),
        as_they_are(
            plain=f"cp -a {SET} {OUT}\n",
            a_function=f"instal() {{ install -m 755 $@; }}\ninstal {SET} {OUT}\n",
            an_unread_file=f". $TOOLS/copy.sh\ncp x y\ninstal {D}/libz.so.1 {OUT}\ninstal {D}/libssl.so.3 {OUT}\n",
            another_program=f"cp x y\nxcp {SET} {OUT}\nuninstall {OUT}libz.so.1\njar cf x.jar libz.so\n",
            said_twice=f"cp x y\ncpp {D}/libz.so.1 {OUT}\ncpp {D}/libssl.so.3 {OUT}\n",
        ),
    ),
    "LP130": Fault(
        {
            **copied(f"{D}/libicuuc.so.70", OUT, "ICU_VERSION=72.1\n"),
            **as_they_are(
                a_spec_file="ICU_VERSION=72.1\ncat > x.spec <<'E'\n%install\nln -s $d/libicuuc.so.70 %{buildroot}\nE\n",
                a_dockerfile="ICU_VERSION=72.1\necho 'RUN cp /opt/icu/libicuuc.so.70 /usr/lib' >> Dockerfile\n",
                a_script="ICU_VERSION=72.1\ncat > postinst <<E\n#!/bin/sh\nln -sf /opt/icu/libicuuc.so.70 /lib\nE\n",
            ),
        },
        {
            **copied(f"{D}/libicuuc.so.72", OUT, "ICU_VERSION=72.1\n"),
            **as_they_are(
                a_spec_file="ICU_VERSION=72.1\ncat > x.spec <<'E'\n%install\nln -s $d/libicuuc.so.72 %{buildroot}\nE\n",
                an_old_name="ICU_VERSION=72.1\necho 'ln -s libicuuc.so.72 /usr/lib/libicuuc.so.70' >> postinst\n",
                a_sentence="ICU_VERSION=72.1\necho 'we cp libicuuc.so.70 no more' >> README\n",
            ),
        },
    ),
    "LP129": Fault(
        {
            **without(copied(f"-t {D}/libssl.so.3 {D}/libz.so.1", OUT), *LISTS[:1], *LISTS[2:]),
            **as_they_are(
                a_lost_backslash=f"cp {D}/libx.so \\\n  {D}/libz.so.1 \\\n  {D}/liby.so\n  {D}/libw.so \\\n  {OUT}\n",
                no_destination=f'put() {{ cp -L "$@"; }}\nput {D}/libz.so.1\n',
                no_destination_of_find=f"find {D} -name 'lib*.so.*' -exec cp -a {{}} \\;\n",
                a_backslash_too_many=f"cp {D}/libz.so.1 {OUT} \\\n  cp {D}/libssl.so.3 {OUT}\n",
                xargs_behind=f"find {D} -name '*.so.*' | xargs cp {OUT}\n",
                tests_before_folders=f"all=$(find -type f \\\n  {D} \\\n  -name 'lib*.so*' 2> /dev/null)\n",
                folder_behind_tests=f"find -name 'lib*.so*' {D} -exec cp {{}} {OUT} \\;\n",
                a_lost_dash=f"find {D} -type f name 'lib*.so*' -print0\n",
                a_slip_in_a_test=f"find {D} -nmae 'lib*.so*' -print\n",
                a_lost_blank=f"find {D} -typef -name 'lib*.so*' -print\n",
                the_shells_semicolon=f"find {D} -name 'lib*.so*' -exec strip {{}} ;\n",
                a_glued_semicolon=f"find {D} -name 'lib*.so*' -exec strip {{}}\\;\n",
                no_brackets=f"find {D} -name '*.so' -o -name '*.so.*' -exec cp {{}} {OUT} \\;\n",
                plus_behind=f"find {D} -name '*.so.*' -exec cp {{}} {OUT} +\n",
                tar_f_too_early="name=out\ntar -czf -C stage $name.tar.gz out\n",
                tar_f_in_a_cluster="tar -cfz out.tar.gz out\n",
                tar_swapped="d=out-1.2\ntar czf $d $d.tar.gz\n",
                folder_of_that_name=f"install -d {D}/libz.so.1 {OUT}\n",
                mkdir_of_that_name="mkdir -p $D/lib/libz.so.1\n",
                a_sentence="put_all libssl.so.3 libz.so.1 and libxml2.so.2\n",
                a_sentence_in_a_list="libs=(libssl.so.3 libz.so.1 or libxml2.so.2)\n",
                a_sentence_in_a_loop=f"for f in liba.so.1 libb.so and libc.so; do cp $f {OUT}; done\n",
                a_list_of_nothing=f"rpm -ql | grep libz | xargs cp -t {OUT}\n",
                a_list_of_nothing_in_a_loop=f"for f in $(dpkg -L | grep libz); do cp $f {OUT}; done\n",
                names_in_a_pipe=f"find {D} -name 'lib*.so.*' | ldd | awk '{{ print $3 }}' > needed\n",
                names_in_a_pipe_for_two=f"all() {{\n  find {D} -type f | sudo chmod 755\n}}\nall\n",
                mode_is_lost=f"install -m {D}/libz.so.1 {D}/libssl.so.3 {OUT}\n",
            ),
        },
        {
            **copied(f"{D}/libssl.so.3 {D}/libz.so.1", OUT),
            **as_they_are(
                a_folder_first=f"install -m 755 -t {OUT} {D}/libssl.so.3 {D}/libz.so.1\n",
                all_packages=f"rpm -qa | grep libz\nrpm -ql libz | xargs cp -t {OUT}\n",
                from_the_pipe=f"make_one | install -m 755 /dev/stdin {OUT}libz.so.1\n",
                a_function_of_that_name="strip() { sed 's/^ *//'; }\nldd $prog | strip\n",
                answers="yes | rm -i $old\nldd --version | head -n 1\n",
                a_destination_that_may_be_empty=f"DIR=\ncp {D}/libz.so.1 $DIR\n",
                a_folder_on_purpose="mkdir -p out/libz.so.1\ncp deps/libz.so.1 out/libz.so.1/libz.so.1\n",
                a_new_name=f"cp {D}/libz.so.1.3 out/lib/libz.so.1\n",
                an_archive_of_archives="tar cf all.bundle lib.tar.gz\ntar cf out.tar -C stage .\n",
                arguments_that_are_not_known=f'put() {{ cp "$@" {OUT}; }}\nput {D}/libz.so.1\n',
            ),
        },
    ),
    "LP131": Fault(
        copied("obj/libfoo.so.3.1", "out/lib/libfoo.so", f"{NAMED} -o obj/libfoo.so.3.1 foo.o\n"),
        copied("obj/libfoo.so.3.1", "out/lib/libfoo.so.3", f"{NAMED} -o obj/libfoo.so.3.1 foo.o\n"),
    ),
    "LP132": Fault(
        as_they_are(
            another_variable=f"for lib in $LIBS; do\n  cp -L $f {OUT}\ndone\n",
            an_argument='put() {\n  for lib in $LIBS; do cp "$1" "$2"; done\n}\nput a.so.1 out\n',
            a_list_that_is_read=f'find {D} | while read -r lib; do\n  patchelf --remove-rpath "$f"\ndone\n',
            an_array=f'libs=({SET})\nfor lib in "${{libs[@]}}"; do\n  echo $lib\n  cp ${{libs[@]}} {OUT}\ndone\n',
            a_function_as_words=f"needed() {{ ldd $1; }}\nfor lib in needed $bin; do cp $lib {OUT}; done\n",
            a_command_as_words=f"for lib in find {D} -name '*.so'; do\n  cp $lib {OUT}\ndone\n",
            a_command_that_is_lost=f"for lib in {D} -name libz.so*; do\n  cp $lib {OUT}\ndone\n",
            a_lost_command_in_one=f'put() {{ for l in "$1" -maxdepth 1 -type f; do cp $l {OUT}; done; }}\nput a\n',
            a_quoted_command=f"for lib in 'ls {D}/*.so.1'; do\n  cp $lib {OUT}\ndone\n",
            in_a_sourced_way=f"if [ -n $all ]; then\n  for lib in ls $D/*.so; do\n    cp $lib {OUT}\n  done\nfi\n",
        ),
        {
            **copied(SET, OUT),
            **as_they_are(
                tries_again=f"for n in 1 2 3; do cp $x/libz.so.1 {OUT} && break; done\n",
                counts=f"for n in $(seq 3); do cp $x/libz.so.1 {OUT}; done\n",
                steps='prepare() { :; }\nfor step in prepare build "$more"; do\n  $step\ndone\n',
                commands="for tool in find cat ldd; do command -v $tool; done\n",
                options="for how in '-name x' '-type f'; do\n  find $D $how\ndone\nfor o in -name -type; do :; done\n",
                commands_in_quotes=f"for line in 'find {D} -name x'; do\n  eval $line\ndone\n",
                read_by_a_function=f'put() {{ cp "$lib" {OUT}; }}\nfor lib in $LIBS; do put; cp $x $y; done\n',
                set_in_the_loop=f"for lib in $LIBS; do\n  src=$(next)\n  cp $src {OUT}\ndone\n",
                into_each="for dir in $DIRS; do cp $LIBS $dir; done\n",
            ),
        },
    ),
    "LP133": Fault(
        as_they_are(
            the_third_of_four=f"cp {D}/liba.so.1 \\\n  {D}/libb.so.1\n  {D}/libc.so.1 \\\n  {OUT}\n",
            a_function="put() {\n  $SUDO install $D/liba.so.1 \\\n    $D/libb.so.1\n    $D/libd.so.1 $1\n}\nput out\n",
            a_comment=f"cp {D}/liba.so.1 \\\n  {D}/libb.so.1 \\\n  # a note \\\n  {D}/libc.so.1 {OUT}\n",
            a_loop=f"for d in a b; do\n  cp $d/liba.so.1 \\\n    $d/libb.so.1\n    $d/libc.so.1 \\\n    {OUT}\ndone\n",
            a_blank=f"cp {D}/liba.so.1 \\ \n  {D}/libb.so.1 {OUT}\n",
            patchelf_goes_on="patchelf --set-rpath '$ORIGIN' out/liba.so\n  out/libb.so\n",
            an_operand_more=f"cp -P {D}/libz.so* {OUT} 2 > /dev/null\n",
            both_with_a_number='ssh $h "ln -sf libz.so.1 libz.so 2&>/dev/null"\n',
            the_background="{ make &&\n  sudo make install \\\n  DESTDIR=out > log 2?&1; }\ncp out/libz.so /srv\n",
            ldconfig_goes_on="ldconfig -n out/lib > log 2&1\n",
        ),
        {
            **copied(SET, OUT),
            **as_they_are(
                goes_on=f"cp {D}/liba.so.1 \\\n  {D}/libb.so.1 \\\n  {OUT}\n",
                a_list=f"cp {D}/libz.so.1 {OUT}\nLIBS=(\n  liba.so.1\n  libb.so.1\n)\n",
                a_here_document=f"cp {D}/libz.so.1 {OUT}\ncat <<E\nlibz.so.1\nlibx.so.1 \\ \nE\n",
                a_number=f"make -j 2 > log 2>&1\necho 2 > v; cp {D}/libz.so.1 {OUT} 2> log\nwget 'http://x?a=2&1'\n",
                in_the_background=f"cp {D}/libz.so.1 {OUT} > log 2>&1 &\nexit 2 >&2\n",
                the_loader=f"cp {D}/libz.so.1 {OUT}\n/lib64/ld-linux-x86-64.so.2 --list prog\n",
                words_in_quotes=f'cp {D}/libz.so.1 {OUT}\nL="\nlibz.so.1 \\ \nlibx.so.1\n"\n',
            ),
        },
    ),
    "LP134": Fault(
        as_they_are(
            a_branch=f"if [ -f {D}/libz.so* ]; then cp -a {D}/libz.so* {OUT}; fi\n",
            a_list=f"[ -e {D}/libz.so.* ] && cp -a {D}/libz.so.* {OUT}\n",
            a_function=f'has() {{ test -e "$1"/libz.so*; }}\nhas {D} && cp -a {D}/libz.so* {OUT}\n',
            turned_round=f"if [ ! -e $D/lib/libz.so* ]; then exit 1; fi\ncp {D}/libz.so.1 {OUT}\n",
        ),
        as_they_are(
            a_name=f"if [ -f {D}/libz.so.1 ]; then cp -a {D}/libz.so* {OUT}; fi\n",
            in_quotes=f'for f in {D}/libz.so*; do [ -e "$f" ] && cp -a "$f" {OUT}; done\n',
            asked_of_ls=f"if ls {D}/libz.so* > /dev/null 2>&1; then cp -a {D}/libz.so* {OUT}; fi\n",
            a_string=f'[ "$(ls {D}/libz.so*)" ] && cp -a {D}/libz.so* {OUT}\n',
            a_folder=f"[ -d {D} ] && cp -a {D}/libz.so* {OUT}\n",
        ),
    ),
}
CLONED = "set -e\n[ ! -d z ] && git clone https://example.org/z\n"
LINKS = {
    "LP201": Fault(
        without(copied(f"{D}/libz.so*", OUT), "a list that is read"), copied(f"{D}/libz.so.1", OUT), least="note"
    ),
    "LP202": Fault(
        as_they_are(
            find_exec=f"find {D} -type f -name '*.so*' -exec cp {{}} {OUT} \\;\n",
            a_loop=f"for one in $(find {D} -type f -name 'lib*.so.*'); do cp $one {OUT}; done\n",
            xargs=f"find {D} -type f -name '*.so*' | xargs -I{{}} cp {{}} {OUT}\n",
            a_wrapper=f'all() {{ find "$1" -type f -name \'*.so*\' -exec cp {{}} "$2" \\;; }}\nall {D} {OUT}\n',
            a_script_in_a_string=f"bash -c 'find {D} -type f -name \"*.so*\" -exec cp {{}} {OUT} \\;'\n",
        ),
        as_they_are(
            links_as_well=f"find {D} -name '*.so*' -exec cp -P {{}} {OUT} \\;\n",
            plug_ins=f"find plugins -type f -name '*.so' -exec cp {{}} {OUT} \\;\n",
            links_are_made=f"find {D} -type f -name '*.so*' -exec cp {{}} {OUT} \\;\nldconfig -n {OUT}\n",
        ),
    ),
    "LP203": Fault(
        {
            **linked("libbar.so.1.3", "out/lib/libbar.so.1", f"mkdir -p {OUT}\ncp {D}/libbar.so.1.4 {OUT}\n"),
            **as_they_are(
                no_slash="ln -s usr/lib/libz.so.1 /usr/local/lib/\n",
                another_number="ln -s /o/libz.so.1.0 $p/lib/libz.so.1.1\nln -s libz.so.1.0 $p/lib/libz.so.1\n",
                another_letter="ln -s /o/libz-a.so.1.0 $p/lib/libz-a.so.1.0\nln -s libz_a.so.1.0 $p/lib/libz-a.so\n",
                no_slash_in_a_loop="for x in a b; do ln -s opt/p/lib/lib$x.so.1 /usr/lib/lib$x.so; done\n",
                no_slash_in_a_root='link() { ln -s "$2" "$1"; }\nlink $root/usr/local/lib/libz.so usr/lib/libz.so.1\n',
                another_folder="cp b/libz.so.1 /opt/p/lib\nln -s /opt/lib/p/libz.so.1 /opt/p/lib/libz.so\n",
                found='find lib -name "*.so" | while read f; do\n  ln -s "$f" "$p/usr/lib/${f##*/}"\ndone\n',
                found_by_find="cd $w\nfind plugins -name '*.so' -exec ln -s {} /opt/x/lib/ \\;\n",
                found_by_the_shell="ln -s build/lib*.so.* /usr/local/lib/\n",
                found_in_a_loop="cd $w\nfor f in lib*.so.*; do ln -sf $f /opt/x/lib/$f; done\n",
                another_lib='put() { cp b/libz.so.1 "$1"; }\nput $P/lib\nln -s $P/lib64/libz.so.1 $P/lib/libz.so\n',
            ),
        },
        {
            **linked("libbar.so.1.4", "out/lib/libbar.so.1", f"mkdir -p {OUT}\ncp {D}/libbar.so.1.4 {OUT}\n"),
            **as_they_are(
                a_slash="ln -s /usr/lib/libz.so.1 /usr/local/lib/\n",
                at_the_root="ln -s usr/lib/libz.so.1 $root/libz.so\n",
                counted="ln -rs usr/lib/libz.so.1 usr/local/lib/libz.so\n",
                found_and_counted="for f in lib/*.so; do ln -sr $f /opt/x/lib/; done\n",
                found_by_its_path="for f in lib/*.so; do ln -s $PWD/$f /opt/x/lib/; done\n",
                found_there="cd /opt/x/lib\nfor f in lib*.so.*; do ln -sf $f /opt/x/lib/${f%.*}; done\n",
                found_elsewhere="for f in lib/*.so; do n=$(basename $f)\ncp $f $p/lib\nln -s $n $p/lib/_$n\ndone\n",
                the_system_s="cp b/libz.so.1 /opt/p/lib\nln -s /usr/lib/libz.so.1 /opt/p/lib/libz.so\n",
                a_package="cp b/libz.so.1 $root/opt/p/lib/\nln -s /opt/p/lib/libz.so.1 $root/opt/p/lib/libz.so\n",
                asked_for="cp libz.so.1 $P/lib\n[ -e $P/lib64/libz.so.1 ] && ln -s $P/lib64/libz.so.1 $P/lib/libz.so\n",
            ),
        },
    ),
    "LP204": Fault(
        linked("/usr/lib/libc1.so", "/usr/lib/libc1.so"), linked("/usr/lib/libc1.so.1", "/usr/lib/libc1.so")
    ),
    "LP205": Fault(
        linked("/lib64/libreadline.so.8", "out/lib/libreadline.so.7"),
        linked("libreadline.so.8.2", "out/lib/libreadline.so.8"),
    ),
    # `bash -e` in the string sees to it.
    "LP206": Fault(
        {
            **without(unchecked(copied(SET, OUT, after=TAR)), "a script in a string"),
            **as_they_are(
                a_condition=f"set -e\nput() {{ cp {SET} {OUT}; echo done; }}\nif ! put; then exit 1; fi\n",
                and_or=f"set -e\nput() {{\n  for f in {SET}; do\n  cp $f {OUT}\n  echo $f\n  done\n}}\nput || exit 1\n",
                a_subshell=f"cp {SET} {OUT} || ( echo failed >&2; exit 1 )\n",
                a_pipe=f"find {D} -name '*.so.*' | while read -r f; do\n  cp $f {OUT} || exit 1\ndone\n",
                a_helper=f'set -e\nrun() {{\n  "$@" || echo "failed: $?"\n}}\nrun cp {SET} {OUT}\n',
                a_string=f"set -e\ndocker run img sh -c 'cp {SET} {OUT}; chown -R me {OUT}'\n",
                given_up=f"set -e\nset +e\ngrep x log\nfound=$?\ncp {SET} {OUT}\n",
                forgotten=f"{CHECKED}cp {SET} {OUT}\n",
                forgotten_in_a_function=f"pack() {{\n{CHECKED}install -t {OUT} {SET}\n}}\n",
                forgotten_in_a_loop=f"{CHECKED}for f in {SET}; do\n  cp -d $f {OUT}\ndone\n",
            ),
        },
        {
            **copied(SET, OUT, after=TAR),
            **as_they_are(
                a_condition=f"set -e\nput() {{ cp {SET} {OUT} || return 1; echo done; }}\nif ! put; then exit 1; fi\n",
                the_last_command=f"set -e\nput() {{ cp {SET} {OUT}; }}\nput || exit 1\n",
                a_subshell=f"set -e\ncp {SET} {OUT} || ( echo failed >&2; exit 1 )\n",
                a_group=f"cp {SET} {OUT} || {{ echo failed >&2; exit 1; }}\n",
                a_helper=f'set -e\nrun() {{\n  "$@" || {{ echo "failed: $?"; exit 1; }}\n}}\nrun cp {SET} {OUT}\n',
                a_helper_that_tries=f'set -e\ntry() {{\n  "$@" || echo "failed: $?"\n}}\ntry cp {SET} {OUT}\n',
                a_string=f"set -e\ndocker run img sh -c 'cp {SET} {OUT} && chown -R me {OUT}'\n",
                taken_back=f"set -e\nset +e\ngrep x log\nfound=$?\nset -e\ncp {SET} {OUT}\n",
                not_forgotten=f"{CHECKED}cp {SET} {OUT} || die libs\n",
                no_habit=f"cp a b || die a\ncp {SET} {OUT}\n",
                stops_anyway=f"set -e\n{CHECKED}cp {SET} {OUT}\n",
                asked_for_before=f"{CHECKED}[ -e {D}/libz.so.1 ] && cp {D}/libz.so.1 {OUT}\n",
            ),
        },
    ),
    "LP207": Fault(
        as_they_are(
            plain=f'#!/bin/sh\n{HERE}ln -s libz.so.1.2 "$here/lib/libz.so.1"\n{RUN}\n',
            a_wrapper=f'#!/bin/sh\n{HERE}to() {{ ln -s "$1" "$2"; }}\nto libz.so.1.2 "$here/lib/libz.so.1"\n{RUN}\n',
            a_loop=f'#!/bin/sh\n{HERE}for n in z y; do ln -s lib$n.so.1.2 "$here/lib/lib$n.so.1"; done\n{RUN}\n',
            a_here_document=f"cat > run <<'E'\n#!/bin/sh\n{HERE}export LD_LIBRARY_PATH=$here/lib\n"
            f'ln -s libz.so.1.2 "$here/lib/libz.so.1"\n{RUN}\nE\n',
            in_what_is_searched=f"{HERE}d=$here/l\nexport LD_LIBRARY_PATH=$d\nln -s $d/libz.so.1 $d/libz.so\nfetch\n",
            run_twice=f"{CLONED}mkdir -p /opt/z/lib\ncp z/libz.so.1 /opt/z/lib\nln -s libz.so.1 /opt/z/lib/libz.so\n",
            a_default=f"{CLONED}P=${{P:-/usr/local/z}}\nmkdir -p $P/lib\nsudo ln -s libz.so.1 $P/lib/libz.so\n",
            a_second_run_of_one=f"{CLONED}to() {{ install -d $2; ln -s $1 $2; }}\nto ../libz.so.1 /opt/z/lib\n",
        ),
        as_they_are(
            with_force=f'#!/bin/sh\n{HERE}ln -sfn libz.so.1.2 "$here/lib/libz.so.1"\n{RUN}\n',
            asked_first=f'#!/bin/sh\n{HERE}[ -L "$here/z.so.1" ] || ln -s libz.so.1.2 "$here/z.so.1"\n{RUN}\n',
            in_a_build=f"make\nln -s libz.so.1.2 out/lib/libz.so.1\n{TAR}",
            fetched_each_time="set -e\ngit clone u/z\nmkdir -p /opt/z/lib\nln -s libz.so.1 /opt/z/lib/libz.so\n",
            removed_first=f"{CLONED}rm -rf /opt/z\nmkdir -p /opt/z/lib\nln -s libz.so.1 /opt/z/lib/libz.so\n",
            a_package=f"{CLONED}mkdir -p $root/opt/lib\nln -s libz.so.1 $root/opt/lib/libz.so\n",
        ),
    ),
    "LP208": Fault(
        with_tree(
            as_they_are(
                plain=f"cp -P {D}/libfoo.so.2 {OUT}\n",
                a_wrapper=f"keep() {{ cp -d {D}/$1 $2; }}\nkeep libfoo.so.2 {OUT}\n",
                a_loop=f"for n in libfoo.so.2; do cp -a {D}/$n {OUT}; done\n",
                a_prefix=f'csudo="sudo "\n${{csudo}}cp -P {D}/libfoo.so.2 {OUT}\n',
            ),
            LINKED,
        ),
        with_tree(
            as_they_are(
                both=f"cp -P {D}/libfoo.so.2 {D}/libfoo.so.2.1.0 {OUT}\n",
                a_pattern=f"cp -P {D}/libfoo.so.2* {OUT}\n",
                followed=f"cp -L {D}/libfoo.so.2 {OUT}\n",
            ),
            LINKED,
        ),
    ),
    "LP209": Fault(
        linked("libfoo.so.13", "out/lib/libfoo.so.13.2", f"mkdir -p {OUT}\ninstall b/libfoo.so {OUT}libfoo.so.13.2\n"),
        linked("libfoo.so.13.2", "out/lib/libfoo.so.13", f"mkdir -p {OUT}\ninstall b/libfoo.so {OUT}libfoo.so.13.2\n"),
    ),
    "LP210": Fault(
        linked("libfoo.so.7.1", "out/lib/libfoo.so.7", BOTH, "ln -sf libbar.so.7.1 out/lib/libbar.so\n"),
        linked("libfoo.so.7.1", "out/lib/libfoo.so.7", BOTH, "ln -sf libbar.so.7.1 out/lib/libbar.so.7\n"),
    ),
    "LP211": Fault(
        as_they_are(
            zip=f"{KEPT}zip -r out.zip out\n",
            tar=f"{KEPT}tar -czhf out.tgz out\n",
            without_a_dash=f"{KEPT}tar chf out.tar out\n",
            a_wrapper=f'pack() {{ zip -qr "$1" out; }}\n{KEPT}pack out.zip\n',
            a_folder=f"{KEPT}(cd out && zip -r9 ../out.zip lib)\n",
        ),
        as_they_are(
            zip=f"{KEPT}zip -ry out.zip out\n",
            tar=f"{KEPT}tar czf out.tgz out\n",
            elsewhere=f"{KEPT}zip -r doc.zip doc\n",
            a_wheel=f"{KEPT}zip -r out.whl out\n",
        ),
    ),
}
PACK = 'cp build/libcore.so.2 build/libnet.so.2 "$pack/lib/"\n'


def packed_beside(setting: str) -> dict[str, Script]:
    """Launchers that a script writes into the package where it puts libraries."""
    ways = launched(setting, RUN, HERE)
    return {
        way: script._replace(text=PACK + script.text)
        for way, script in ways.items()
        if way in ("a here-document", "a here-document with escapes", "echo")
    }


KEPT = "export LD_LIBRARY_PATH=/opt/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n"
GUARDED = 'LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"'
RENAMED = "cp deps/lib/libz.so.1 out/lib/libz-own.so.1\n"
WRITTEN = ("a here-document", "a here-document with escapes", "echo")
ENVIRONMENT = {
    "LP301": Fault(packed_beside("LD_LIBRARY_PATH=$here/build/lib"), packed_beside("LD_LIBRARY_PATH=$here/lib")),
    "LP302": Fault(launched('LD_LIBRARY_PATH="$here/lib:$LD_LIBRARY_PATH"', RUN, HERE), launched(GUARDED, RUN, HERE)),
    "LP303": Fault(
        {
            **launched("LD_LIBRARY_PATH=./lib", RUN, HERE),
            **as_they_are(
                after_going_there='h=$(dirname "$0")\ncd "$h"\nexport LD_LIBRARY_PATH=$h/lib\nexec $h/x\n',
                after_going_there_at_once='cd "${0%/*}"\nexport LD_LIBRARY_PATH="$(dirname "$0")/lib"\nexec ./x\n',
                asked_too_late="cd `dirname $0`\nh=`dirname $0`\nexport LD_LIBRARY_PATH=/opt/y:$h/lib\n./x\n",
            ),
        },
        {
            **launched("LD_LIBRARY_PATH=$here/lib", RUN, HERE),
            **as_they_are(
                absolute='h=$(dirname "$0")\ncd "$h"\nh=$PWD\nexport LD_LIBRARY_PATH=$h/lib\nexec $h/x\n',
                before='h=$(dirname "$(readlink -f "$0")")\ncd "$h"\nexport LD_LIBRARY_PATH=$h/lib\nexec $h/x\n',
            ),
        },
    ),
    "LP304": Fault(
        as_they_are(
            plain="#!/bin/bash\nLD_LIBRARY_PATH=/opt/x/lib\n/opt/x/bin/prog\n",
            a_loop="#!/bin/bash\nfor d in a b; do\n  LD_LIBRARY_PATH=/opt/$d:/opt/x\ndone\n/opt/x/prog\n",
            a_function="#!/bin/bash\nsetup() { LD_LIBRARY_PATH=/opt/x/lib; }\nsetup\n/opt/x/bin/prog\n",
            a_here_document="cat > run <<'E'\n#!/bin/bash\nLD_LIBRARY_PATH=/opt/x/lib\n/opt/x/bin/prog\nE\n",
        ),
        launched("LD_LIBRARY_PATH=/opt/x/lib", "/opt/x/bin/prog"),
    ),
    # A function may be called from elsewhere.
    "LP305": Fault(
        without(launched("LD_LIBRARY_PATH=/opt/y", "/opt/x/prog", KEPT), "a function"),
        launched("LD_LIBRARY_PATH=/opt/y:$LD_LIBRARY_PATH", "/opt/x/prog", KEPT),
    ),
    "LP306": Fault(
        launched('LD_LIBRARY_PATH="/usr/lib64:$here/lib"', RUN, HERE),
        launched('LD_LIBRARY_PATH="$here/lib:/usr/lib64"', RUN, HERE),
    ),
    "LP307": Fault(
        launched('LD_LIBRARY_PATH="$here/lib:$LD_LIBRARY_PATH"', RUN, "set -u\n" + HERE),
        launched(GUARDED, RUN, "set -u\n" + HERE),
    ),
    "LP308": Fault(
        {
            **launched('LD_LIBRARY_PATH="$here/lib,/opt/y/lib"', RUN, HERE),
            **as_they_are(
                cut_off=f'{HERE}export LD_LIBRARY_PATH="$here/li"\n{RUN}\n',
                no_value=f'{HERE}if ! LD_LIBRARY_PATH= "$here/lib" "$here/bin/x"; then exit 1; fi\n',
                no_value_for_env=f'{HERE}env -i LD_LIBRARY_PATH = "$here/lib" "$here/bin/x"\n',
                two_names=f'{HERE}export LD_LIBRARY_PATH="$here/lib" $OTHER_LIBS\n{RUN}\n',
                two_lines=f'{HERE}export LD_LIBRARY_PATH="$here/lib":\\\n  $LD_LIBRARY_PATH\n{RUN}\n',
                cut_off_in_a_module="cat > mod <<E\nprepend-path LD_LIBRARY_PATH \\$ROOT/lbi64\nE\n",
                lines="export LD_LIBRARY_PATH=$(find $r -name '*.so' | xargs -n1 dirname | sort -u)\n",
                lines_in_a_launcher="d=$(find o | sort -u | sed 's/^.//')\n"
                "cat > r <<E\n#!/bin/sh\nLD_LIBRARY_PATH=$d ./x\nE\n",
                home_in_a_desktop_file="sed -i 's/Exec=/Exec=env LD_LIBRARY_PATH=~\\/.app /' x.desktop\n",
                home_in_a_unit="cat > x.service <<E\n[Service]\nEnvironment=LD_LIBRARY_PATH=\\$HOME/lib\nE\n",
                the_loaders_option="cat > r <<'E'\n\"$LOADER\" --library-path $d --inhbit-rpath '' $p \"$@\"\nE\n",
                the_loaders_dashes="exec $d/ld-linux.so.2 -library-path $d $d/prog\n",
                the_loaders_value='echo "exec ld-linux-x86-64.so.2 --library-path=\\$d prog" > r\n',
                the_programs="exec ld-linux-aarch64.so.1 ./prog --library-path lib\n",
                a_placeholder="export @LD_LIBRARY_PATH@=$libs\nexport DYLD_FALLBACK_LIBRARY_PATH=@LD_LIBRARY_PATH@\n",
            ),
        },
        {
            **launched('LD_LIBRARY_PATH="$here/lib:/opt/y/lib"', RUN, HERE),
            **as_they_are(
                no_value=f'{HERE}LD_LIBRARY_PATH= "$here/bin/x" "$here/lib"\n',
                a_tool="LD_LIBRARY_PATH=$LIBS $TOOL_PATH -v\nLD_PRELOAD= /lib64/ld-linux-x86-64.so.2 --list x\n",
                two_names=f'{HERE}export LD_LIBRARY_PATH="$here/lib" PATH $more\n{RUN}\n',
                musls_loader="exec ld-musl-x86_64.so.1 --library-path=$d --argv0 x p\n$LD --library-path=a -o x y.o\n",
                called_so=f'{HERE}mkdir -p "$here/li"\nexport LD_LIBRARY_PATH="$here/li"\n{RUN}\n',
                a_placeholder=f'{HERE}export LD_LIBRARY_PATH="@LD_LIBRARY_PATH@"\n{RUN}\n',
            ),
        },
    ),
    # A program that is compiled to be run here may have it.
    "LP309": Fault(
        {
            **without(run_path('"$PWD/lib"'), "the compiler"),
            **as_they_are(
                the_compiler=f'gcc -o p p.c -Wl,-rpath,"$DEPS/lib"\n{TAKEN}',
                go=f'go build -ldflags "-s -r $DEPS/lib" -o p .\n{TAKEN}',
                cargo=f'cargo rustc -- -C link-args="-Wl,-rpath,$DEPS/lib"\n{TAKEN}',
                a_variable=f'export LD_RUN_PATH="$DEPS/lib"\nmake\n{TAKEN}',
                flags=f'export RUSTFLAGS="-O -C link-arg=-Wl,-rpath,$DEPS/lib"\n{TAKEN}',
                androids_tools='LDFLAGS="-Wl,-rpath=$S/lib -Wl,-rpath=$ANDROID_NDK/lib"\nexport LDFLAGS\nmake\n',
                androids_tools_for_clang="clang -shared -o libp.so p.c -Wl,-rpath,$NDK_ROOT/lib\n",
                what_is_moved='s=$PWD/s\no="-DCMAKE_INSTALL_RPATH=$s/lib"\ncmake . $o\nmv "$s" pack\n',
            ),
        },
        {
            **run_path("'$ORIGIN/../lib'"),
            **as_they_are(
                it_is_mended=f'gcc -o p p.c -Wl,-rpath,"$DEPS/lib"\n{TAKEN}patchelf --set-rpath /x p\n',
                a_prefix="gcc -o p p.c -Wl,-rpath,/opt/x/lib\ncp /opt/x/lib/liba.so.1 out/lib/\n",
                other_libraries=f'gcc -o p p.c -Wl,-rpath,"$QT/lib"\n{TAKEN}',
            ),
        },
    ),
    "LP310": Fault(run_path('"$ORIGIN/../lib"'), run_path("'$ORIGIN/../lib'")),
    "LP311": Fault(
        as_they_are(
            plain="patchelf --set-rpath --force-rpath '$ORIGIN' prog\n",
            a_wrapper="fix() {\n  patchelf --set-rpath \"$@\"\n}\nfix --force-rpath '$ORIGIN' prog\n",
            find_exec="find lib -name '*.so' -exec patchelf --set-rpath {} '$ORIGIN' \\;\n",
            an_array="args=(--set-rpath --force-rpath)\npatchelf \"${args[@]}\" '$ORIGIN' prog\n",
        ),
        run_path("'$ORIGIN/lib'"),
    ),
    "LP312": Fault(
        as_they_are(
            a_here_document="cat > run <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\nexec /x/p\nE\n",
            echo='echo "#!/bin/sh\nh=\\$(dirname \\$0)\nLD_LIBRARY_PATH=$LIBS:\\$h \\$h/p" > run\n',
            a_loop='for f in a b; do\necho "#!/bin/sh\nd=\\${0%/*}\nLD_LIBRARY_PATH=$L \\$d/$f" > out/$f\ndone\n',
            a_function='w() {\n cat > $1 <<E\n#!/bin/sh\nLD_LIBRARY_PATH=/x exec /x/p "$@"\nE\n}\nw run\n',
            a_buildpack='echo "export LD_LIBRARY_PATH=$HOME/x/lib:\\$LD_LIBRARY_PATH" > $1/.profile.d/x.sh\n',
            a_buildpack_s_variable='f=$1/.profile.d/x.sh\np=$HOME/x\necho "export LD_LIBRARY_PATH=$p/lib" >> $f\n',
            its_own_loop="cat > post <<E\nfor l in /opt/x/lib/*.so.1; do\n ln -s $l /usr/lib\ndone\nE\n",
            its_own_by_echo="printf '#!/bin/sh\\nd=/x\\n' > run\necho \"LD_LIBRARY_PATH=$d/lib exec $d/x\" >> run\n",
            a_remote_loop='ssh $h "for l in /x/lib/*.so.1; do ln -s $l /usr/lib; done"\n',
            another_user='su - app -c "d=/opt/x; LD_LIBRARY_PATH=$d/lib $d/x"\n',
            a_field="sh -c \"ldd x | awk '/=>/ {print $3}' | xargs -I{} cp {} lib\"\n",
            a_buildpack_s_document="cat > $1/.profile.d/x.sh <<E\nexport LD_LIBRARY_PATH=$BUILD_DIR/x/lib\nE\n",
        ),
        {
            **{way: script for way, script in launched(GUARDED, RUN, HERE).items() if way in WRITTEN},
            **as_they_are(
                a_buildpack='echo "export LD_LIBRARY_PATH=\\$HOME/x/lib" > $1/.profile.d/x.sh\n',
                a_remote_loop='l=x\nssh $h "for l in /x/lib/*.so.1; do ln -s \\$l /usr/lib/$v; done; rm /x/$l"\n',
                a_field="sh -c \"ldd x | awk '{print \\$3}'\"\nssh $h 'for l in /x/lib/*; do ldd $l; done'\n",
                handed_on="echo 'd=/opt/x' > run\nd=/y/lib\necho LD_LIBRARY_PATH=$d >> run\n",
                where_it_runs="p=/app/x\ncat > $1/.profile.d/x.sh <<E\nexport LD_LIBRARY_PATH=$p/lib\nE\n",
            ),
        },
    ),
    "LP313": Fault(
        launched("LD_PRELOAD=/usr/lib64/libtcmalloc.so.4", RUN, HERE),
        launched("LD_PRELOAD=$here/lib/libtcmalloc.so.4", RUN, HERE),
    ),
    "LP314": Fault(
        launched("LD_LIBRARY_PATH=/opt/jre-*/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", RUN, HERE),
        launched("LD_LIBRARY_PATH=/opt/jre-17/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", RUN, HERE),
    ),
    "LP315": Fault(
        launched("LD_LIBRARY_PATH=$DEPS_HOME${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", "./prog", PREFIX),
        launched("LD_LIBRARY_PATH=$DEPS_HOME/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", "./prog", PREFIX),
    ),
    "LP316": Fault(
        as_they_are(
            plain=f"{RENAMED}patchelf --replace-needed libz-own.so.1 libz.so.1 out/bin/prog\n",
            a_loop=f"{RENAMED}for p in a b; do patchelf --replace-needed libz-own.so.1 libz.so.1 out/bin/$p; done\n",
            a_wrapper=f"{RENAMED}swap() {{ patchelf --replace-needed $2 $1 p; }}\nswap libz.so.1 libz-own.so.1\n",
            find_exec=f"{RENAMED}find out -exec patchelf --replace-needed libz-own.so.1 libz.so.1 {{}} \\;\n",
            a_file_for_a_soname="patchelf --set-soname $D/libz.so.1 libz.so.1\n",
            a_program_for_the_loader="patchelf --set-interpreter out/bin/prog /lib64/ld-linux-x86-64.so.2\n",
        ),
        as_they_are(
            plain=f"{RENAMED}patchelf --replace-needed libz.so.1 libz-own.so.1 out/bin/prog\n",
            two_that_are_not_ours="patchelf --replace-needed libssl.so.1 libssl.so.3 out/bin/prog\n",
            back_to_its_name=f"{RENAMED}cp out/lib/libz-own.so.1 out/libz.so.1\n"
            "patchelf --replace-needed libz-own.so.1 libz.so.1 out/bin/prog\n",
            a_soname="patchelf --set-soname libz.so.1 $D/libz.so.1\n",
            the_loader="patchelf --set-interpreter /lib64/ld-linux-x86-64.so.2 out/bin/prog\n",
        ),
    ),
    "LP317": Fault(
        as_they_are(
            a_pipeline=f"#!/bin/bash\ncat dirs | while read -r d; do\n  {KEPT}done\n/opt/x/prog\n",
            a_function="#!/bin/bash\nsetup() {\n  local -x LD_LIBRARY_PATH=/opt/x\n}\nsetup\n/opt/x/prog\n",
            a_subshell=f"#!/bin/bash\n(\n  {KEPT})\n/opt/x/prog\n",
            a_here_document=f"cat > run <<'E'\n#!/bin/bash\n(\n  {KEPT})\n/opt/x/prog\nE\n",
            a_script_in_a_string='bash -c "export LD_LIBRARY_PATH=/opt/x"\n/opt/x/prog\n',
            sudo=f"#!/bin/bash\n{KEPT}sudo -E /opt/x/prog\n",
            its_kin="D=$1\nv=$2\nfor n in 1 2; do LD_LIBRARY_PATH=$v $D/a $n; done\nLD_LIBRARY_PATH=$v $D/b\n"
            "LD_LIBRARY_PATH=$v $D/c\nid=$($D/d)\n",
            behind_exec=f'#!/bin/sh\nexec /opt/x/prog "$@"\n{KEPT}',
            behind_exec_in_a_launcher="cat > r <<'E'\n#!/bin/sh\nexec /opt/x/a\nLD_PRELOAD=/x/l.so exec b\nE\n",
            behind_exec_in_a_branch=f"if [ $1 ]; then\n  exec gdb x\n  exec ld.so --library-path a x\nfi\n{KEPT}x\n",
            too_late="#!/bin/sh\nd=$1\n$d/bin/x -v\nexport LD_LIBRARY_PATH=$d/lib\nexec $d/bin/x\n",
            at_the_end='#!/bin/sh\nd=$1\n"$d/x" -v\nexport LD_LIBRARY_PATH="${d}/lib"\nexit 0\n',
            too_late_in_a_launcher="cat > r <<'E'\n#!/bin/sh\n$d/x -v\nLD_LIBRARY_PATH=$d/lib\nexport LD_LIBRARY_PATH\n"
            "$d/x\nE\n",
            a_login_shell=f'#!/bin/bash\n{KEPT}su - me -c "/opt/x/prog -d"\n',
        ),
        as_they_are(
            another_one="#!/bin/sh\nd=$1\n$d/bin/y -v\nexport LD_LIBRARY_PATH=$d/lib\nexec $d/bin/x\n",
            set_twice="#!/bin/sh\nd=$1\n. ./libs  # LD_LIBRARY_PATH\n$d/setup\nexport LD_LIBRARY_PATH=$d/lib\n$d/x\n",
            a_loop=f"#!/bin/bash\nwhile read -r d; do\n  {KEPT}done < dirs\n/opt/x/prog\n",
            a_function=f"#!/bin/bash\nsetup() {{\n  {KEPT}}}\nsetup\n/opt/x/prog\n",
            a_subshell=f"#!/bin/bash\n(\n  {KEPT}/opt/x/prog\n)\n",
            behind_exec=f'#!/bin/sh\nexec 3>&1\n[ $1 ] && exec /opt/x/b\n{KEPT}exec /opt/x/prog "$@"\n',
            sudo=f'#!/bin/bash\n{KEPT}sudo env LD_LIBRARY_PATH="$LD_LIBRARY_PATH" /opt/x/prog\n',
        ),
    ),
    "LP319": Fault(
        {
            **run_path("'$ORIGIN/lib;$ORIGIN/plugins'"),
            **as_they_are(
                glued="patchelf --set-rpath '$ORIGIN../lib' bin/prog\n",
                quoted_flags="export LDFLAGS='-Wl,-z,origin ${LDFLAGS}'\nmake\n",
                quoted_libs="make LIBS='-L/opt/x/lib -lx $LIBS'\n",
                quoted_folder="d=/opt/x\npatchelf --set-rpath '$ORIGIN/../lib:$d/lib' bin/prog\n",
                quoted_option="d=/opt/x\ngcc -o prog p.o -Wl,-rpath,'${d}/lib'\n",
                a_table="declare -A t\nt[bin]='$ORIGIN;$ORIGIN/../lib'\npatchelf --set-rpath \"${t[$1]}\" $1/*\n",
                another_system="patchelf --set-rpath @loader_path/../lib bin/prog\n",
                a_branch="if [ $(uname) = Darwin ]; then\n  o='$ORIGIN'\nfi\ngcc -o p p.c -Wl,-rpath,$o/lib\n",
            ),
        },
        {
            **run_path("'$ORIGIN/lib:$ORIGIN/plugins'"),
            **as_they_are(
                cmake="cmake . '-DCMAKE_INSTALL_RPATH=$ORIGIN;$ORIGIN/../lib'\n",
                unknown_behind="r=$(dirname $1 | sed 's|/[^/]*|/..|g')\npatchelf --set-rpath '$ORIGIN'\"$r/lib\" p\n",
                quoted_later="c='gcc $LDFLAGS -o x'\nLDFLAGS='-lx '\"$LDFLAGS\"\neval \"$c\"\n",
                evaluated='LDFLAGS=\'-L/x $LDFLAGS\'\neval "f=\\"$LDFLAGS\\""\n',
                a_branch="if [ $(uname) = Linux ]; then\n  o='$ORIGIN'\nfi\ngcc -o p p.c -Wl,-rpath,$o/lib\n",
            ),
        },
    ),
    "LP321": Fault(
        as_they_are(
            a_token="patchelf --set-interpreter '$ORIGIN/../lib/ld-linux-x86-64.so.2' prog\n",
            a_relative_path="for p in a b; do patchelf --set-interpreter lib/ld-linux-x86-64.so.2 bin/$p; done\n",
            a_wrapper='fix() { patchelf --set-interpreter "$1" prog; }\nfix "\\$ORIGIN/ld-musl-x86_64.so.1"\n',
            the_linker="gcc -o out/p p.c -Wl,--dynamic-linker=./ld-linux-x86-64.so.2\n",
            find_exec="find bin -exec patchelf --set-interpreter ./ld-linux-x86-64.so.2 {} +\n",
        ),
        as_they_are(
            a_fixed_path="patchelf --set-interpreter /opt/x/lib/ld-linux-x86-64.so.2 prog\n",
            a_prefix='patchelf --set-interpreter "$PREFIX/lib/ld-linux-x86-64.so.2" prog\n',
            the_linker="gcc -o out/p p.c -Wl,--dynamic-linker=/lib64/ld-linux-x86-64.so.2\n",
        ),
    ),
    "LP322": Fault(
        as_they_are(
            a_build="#!/bin/sh\nexport LD_LIBRARY_PATH=/opt/gcc/lib64:$LD_LIBRARY_PATH\nmake install\n",
            set_to_empty=f'#!/bin/sh\n{HERE}LD_LIBRARY_PATH="/x${{LD_LIBRARY_PATH+:$LD_LIBRARY_PATH}}" {RUN}\n',
            a_function='#!/bin/sh\nadd() { export LD_LIBRARY_PATH="$1:$LD_LIBRARY_PATH"; }\nadd /opt/gcc/lib64\nmake\n',
            compilers="#!/bin/sh\nexport LIBRARY_PATH=/opt/x/lib:$LIBRARY_PATH\nexec cc-wrapper\n",
        ),
        as_they_are(
            guarded=f"#!/bin/sh\n{KEPT}make install\n",
            its_own_value="#!/bin/sh\nexport LD_LIBRARY_PATH=/opt/a\nLD_LIBRARY_PATH=/opt/b:$LD_LIBRARY_PATH\nmake\n",
            lp302s=f'#!/bin/sh\n{HERE}LD_LIBRARY_PATH="$here/lib:$LD_LIBRARY_PATH" {RUN}\n',
        ),
        least="note",
    ),
    "LP320": Fault(
        as_they_are(
            twice="patchelf --set-rpath '$ORIGIN/a' p\npatchelf --set-rpath '$ORIGIN/b' p\n",
            a_loop='for f in "$O"/*; do\n  chrpath -d "$f"\n  chrpath -r \'$ORIGIN\' "$f"\ndone\n',
            one_call="patchelf --remove-rpath --set-rpath '$ORIGIN' p\n",
            a_wrapper="run() { \"$@\" || exit; }\nrun chrpath -d p\nrun chrpath -r '$ORIGIN' p\n",
            a_function="set_it() { patchelf --set-rpath \"$1\" p; }\nset_it '$ORIGIN'\nset_it /opt/x/lib\n",
            taken_away="patchelf --set-rpath '$ORIGIN' p\npatchelf --remove-rpath p\n",
        ),
        as_they_are(
            removed_first="patchelf --remove-rpath p\npatchelf --set-rpath '$ORIGIN' p\n",
            more_is_added="patchelf --set-rpath '$ORIGIN' p\npatchelf --add-rpath '$ORIGIN/b' p\n",
            what_was_there='patchelf --set-rpath /a p\npatchelf --set-rpath "$(patchelf --print-rpath p):/x" p\n',
            a_copy="patchelf --set-rpath /a p\ncp p q\ncp x p\npatchelf --set-rpath /b p\n",
            branches='if [ "$a" ]; then\n  patchelf --set-rpath /a p\nelse\n  patchelf --set-rpath /b p\nfi\n',
            all_and_some="for f in a b; do\n  patchelf --set-rpath /a $f\ndone\npatchelf --set-rpath /b b\n",
        ),
    ),
}
ALL = f"| awk '{{print $3}}' | xargs -I{{}} cp {{}} {OUT}\n"
PATHS = "ldd p | awk '/=> \\// { print $3 }' | while read -r f; do\n"
PUT = f'cp "$f" "{OUT}${{f##*/}}"\ndone\n'
NEEDED = {
    "LP135": Fault(
        as_they_are(
            grep=f"ldd bin/prog | grep -v -E 'libc|libm' {ALL}",
            basic=f"ldd bin/prog | grep -v 'libc\\|ld-linux' {ALL}",
            a_variable=f"NOT='libc|libm|ld-linux'\nldd bin/prog | grep -vE \"$NOT\" {ALL}",
            awk=f"ldd p | awk '$1 !~ /libc|libm/ {{ print $3 }}' | xargs -I{{}} cp {{}} {OUT}\n",
            sed=f"ldd bin/prog | sed -e '/libc/d' {ALL}",
            removed=f"ldd p {ALL}rm -f out/lib/libc* out/lib/libm.so*\n",
            deleted=f"ldd p {ALL}find out -name 'libm*' -delete\n",
            a_case=f'{PATHS}case "$f" in *libc*) continue ;; esac\n{PUT}',
            never_in_a_case=f'{PATHS}case "$f" in libc.so*|libm.so*) continue ;; esac\n{PUT}',
            never_in_a_test=f"{PATHS}[[ $f == libc.so* ]] && continue\n{PUT}",
            never_in_a_function=f'no() {{ case "$1" in ld-*) return 0 ;; esac; return 1; }}\n{PATHS}no "$f" || {PUT}',
            never_by_grep=f"ldd p | awk '{{ print $3 }}' | grep -v '^libc' | xargs -I{{}} cp {{}} {OUT}\n",
            half=f"ldd bin/prog | grep -v -E '/(libc|libm)\\.so' {ALL}",
            local=f"./configure --prefix=/usr/local\nldd bin/prog | awk '{{print $3}}' | grep '^/usr/lib/' {ALL}",
        ),
        as_they_are(
            grep=f"ldd bin/prog | grep -v -E '/(libc|libm|libdl|libpthread|librt)\\.so' {ALL}",
            words=f"ldd bin/prog | grep -v -w -E 'libc|libm|libdl|libpthread|librt' {ALL}",
            ends=f"ldd p {ALL}rm -f out/lib/libc.so* out/lib/libm.so*  out/lib/libpthread*\n",
            names=f"ldd p {ALL}rm -f out/lib/libcurl*\n",
            own="rm -f lib/libc*\n",
            a_case=f'{PATHS}case "$f" in */libc.so*|*/libpthread*|*/libdl.*) continue ;; esac\n{PUT}',
            a_case_of_names=f'{PATHS}case "${{f##*/}}" in libc.so*|libpthread*|libdl*) continue ;; esac\n{PUT}',
            both=f"./configure --prefix=/usr/local\nldd p | grep -E '/usr/(local/)?lib/' {ALL}",
        ),
    ),
    "LP136": Fault(
        as_they_are(
            a_loop=f"for f in $(ldd p | grep '=> /' | awk '{{print $3}}'); do cp -L $f {OUT}; done\n{TAR}",
            xargs=f"ldd bin/prog {ALL}{TAR}",
            read=f"ldd p | cut -d' ' -f3 | while read -r f; do\n  cp $f {OUT}\ndone\n{TAR}",
            fed=f"while read -r f; do\n  cp $f {OUT}\ndone < <(ldd p | awk '{{print $3}}')\n{TAR}",
            a_variable=f"libs=`ldd p | awk '{{print $3}}'`\nfor f in $libs; do cp $f {OUT}; done\n{TAR}",
            at_once=f"cp $(ldd p | awk '{{print $3}}') {OUT}\n{TAR}",
            a_function=f"put() {{\n  ldd $1 {ALL}}}\nput p\n{TAR}",
        ),
        as_they_are(
            filtered=f"ldd bin/prog | grep -v -E 'libc|libm' {ALL}{TAR}",
            of_one_folder=f"ldd bin/prog | grep '=> /opt' {ALL}{TAR}",
            of_one_name=f"ldd bin/prog | grep libssl {ALL}{TAR}",
            own_loader=f"ldd p {ALL}cp /lib64/ld-linux-x86-64.so.2 {OUT}\n{TAR}",
            a_jail=f"mkdir -p jail/lib\nldd p {ALL}{TAR}",
            asked=f"for f in $(ldd p); do\n  case $f in *libssl*) cp $f {OUT} ;; esac\ndone\n{TAR}",
            chosen=f"ldd p | ours {ALL}{TAR}",
            looked_at="ldd bin/prog | grep 'not found'\n" + TAR,
        ),
    ),
    "LP141": Fault(
        as_they_are(
            plain="cp a/libavatar.so.1 /usr/lib/\nrm -f /usr/lib/libav*.so*\n",
            a_variable="D=/usr/lib64\ncp a/libavatar.so* $D\nrm -f $D/libava*\n",
            functions="on() {\n  cp a/libssl_x.so.1 /usr/lib/\n}\noff() {\n  rm /usr/lib/libssl*\n}\n$1\n",
            a_loop="cp a/libcurlew.so.1 /usr/lib\nfor l in /usr/lib/libcurl*; do rm $l; done\n",
        ),
        as_they_are(
            own="cp a/libavatar.so.1 /usr/lib/\nrm -f /usr/lib/libavatar*.so*\n",
            nothing_of_others="cp a/libxyzzy.so.1 /usr/lib/\nrm -f /usr/lib/libxyz*.so*\n",
            elsewhere="cp a/libavatar.so.1 /usr/local/lib/\nrm -f /usr/local/lib/libav*.so*\n",
            in_the_package="cp a/libavatar.so.1 out/usr/lib/\nrm -f out/usr/lib/libav*.so*\n",
        ),
    ),
    "LP138": Fault(
        {
            **copied("/usr/lib64/libnss3.so /usr/lib64/libnssckbi.so", OUT),
            **as_they_are(
                qt=f"cp q/libQt5{{Core,Gui,Widgets}}.so.5 {OUT}\ncp -r q/plugins/imageformats out/plugins\n",
                qt_in_a_loop=f"for m in Core Gui Svg; do cp q/libQt6$m.so.6 {OUT}; done\ncp q/plugins/styles/* p/\n",
                xcb=f"cp q/libQt5{{Core,Gui,Widgets}}.so.5 {OUT}\ncp -r q/plugins/platforms out/plugins\n",
                pixbuf="cp /usr/lib/gdk-pixbuf-2.0/2.10.0/loaders.cache out/lib/\n",
                mkl=f"cp m/libmkl_core.so.2 m/libmkl_rt.so.2 {OUT}\n",
                openssl=f"cp o/libcrypto.so.3 {OUT}\ncat > out/o.cnf <<E\n[legacy_sect]\nactivate = 1\nE\n",
                services="cp /lib/libnss_files.so.2 jail/lib\necho 'hosts: files dns' > jail/etc/nsswitch.conf\n",
                initramfs="build() {\n  add_binary cryptsetup\n}\n",
                threads="build() {\n  # by pthread_cancel\n  add_binary '/usr/bin/unlock'\n}\n",
            ),
        },
        as_they_are(
            nss=f"cp /usr/lib64/libnss3.so /usr/lib64/libsoftokn3.so /usr/lib64/libfreebl3.so {OUT}\n",
            names_of_hosts="cp /lib/libnss_files.so.2 /lib/libnss_dns.so.2 jail/lib\n"
            "echo 'hosts: files dns' > jail/etc/nsswitch.conf\n",
            qt=f"cp q/libQt5{{Core,Gui,XcbQpa}}.so.5 {OUT}\ncp -r q/plugins/{{platforms,styles}} out/plugins\n",
            qt_whole=f"cp q/libQt5*.so.5 {OUT}\ncp -r q/plugins out\n",
            qt_without_windows=f"cp q/libQt5{{Core,Network,Xml,Sql}}.so.5 {OUT}\ncp -r q/plugins/sqldrivers out/p\n",
            pixbuf="cp -r /usr/lib/gdk-pixbuf-2.0 out/lib\ncp /usr/lib/gdk-pixbuf-2.0/2.10.0/loaders.cache out/lib/\n",
            mkl=f"cp m/libmkl_core.so.2 m/libmkl_def.so.2 m/libmkl_avx2.so.2 {OUT}\n",
            openssl=f"cp o/libcrypto.so.3 {OUT}\ncp o/ossl-modules/legacy.so out/m\n"
            "cat > out/o.cnf <<E\n[legacy_sect]\nactivate = 1\nE\n",
            initramfs="build() {\n  add_binary cryptsetup\n  add_binary /usr/lib/libgcc_s.so.1\n}\n",
        ),
    ),
}
SH = '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n'
LIST = "LD_LIBRARY_PATH"
QUOTING = {
    "LP137": Fault(
        as_they_are(
            a_copy=f'cp \\"$D/libz.so.1\\" {OUT}\n',
            a_search='have="$(/sbin/ldconfig -p | grep \\"$lib\\" | head -n 1)"\n',
            a_name='name="$(basename \\"$lib\\")"\ncp "$D/$name" out/lib/\n',
            a_test='[ "$have" = \\"$lib\\" ] && cp "$lib" out/lib/\n',
            a_function=f'add() {{\n  install -m 755 \\"$1\\" {OUT}\n}}\nadd $D/libz.so.1\n',
        ),
        as_they_are(
            a_copy=f'cp "$D/libz.so.1" {OUT}\n',
            evaluated=f'eval cp \\"$D/libz.so.1\\" {OUT}\n',
            elsewhere=f'ssh host cp \\"$D/libz.so.1\\" {OUT}\n',
            in_a_string=f'bash -c "cp \\"$D/libz.so.1\\" {OUT}"\n',
            said='echo "copies \\"$lib\\""\n',
            of_a_file='grep \\"$lib\\" list.json\n',
        ),
    ),
    "LP139": Fault(
        as_they_are(
            an_if=f'if [ -z "${LIST}" ]; then\n  dirs=${LIST}\nfi\n',
            either=f'if [ -z "${LIST}" ] || [ "${LIST}" = "" ]; then\n  dirs="${LIST} /usr/lib"\nfi\n',
            at_once=f'[ -n "${LIST}" ] || export {LIST}=$D:${LIST}\n',
            the_other_branch=f'if [ -n "${LIST}" ]; then\n  export {LIST}=$D\nelse\n  export {LIST}=$D:${LIST}\nfi\n',
            a_function=f"run() {{\n  if [[ -z ${LIST} ]]; then\n    {LIST}=$D:${LIST}\n  fi\n}}\nrun\n",
        ),
        as_they_are(
            an_if=f'if [ -n "${LIST}" ]; then\n  dirs=${LIST}\nfi\n',
            given=f'if [ -z "${LIST}" ]; then\n  {LIST}=$D\n  dirs=${LIST}\nfi\n',
            a_default=f'if [ -z "${LIST}" ]; then\n  dirs=${{{LIST}:-$D}}\nfi\n',
            both=f'if [ -z "${LIST}" ]; then\n  export {LIST}=$D\nelse\n  export {LIST}=$D:${LIST}\nfi\n',
            asked=f'if [ -z "${LIST}" ]; then\n  find_it\n  dirs=${LIST}\nfi\n',
            another=f'if [ -z "$X" ]; then\n  dirs=${LIST}\nfi\n',
        ),
    ),
    "LP140": Fault(
        as_they_are(
            copies="cp b-avx2/libfoo.so out/libfoo-avx2.so\ncp b-avx512/libfoo.so out/libfoo-avx2.so\n",
            a_function='put() { [ -f "$1/libj.so" ] && cp "$1/libj.so" "out/$2"; }\n'
            "put j64 libj.so\nput j64avx libjavx.so\nput j64avx2 libjavx.so\nput j64avx512 libjavx512.so\n"
            "put j64gpu libjgpu.so\nput j64npu libjgpu.so\n",
            installed="install -m 755 a/liba_ssl.so.1 out/libssl.so.1\ninstall -m 755 a/libb.so.1 out/libssl.so.1\n",
            links="ln -sf libssl.so.3 out/lib/libssl.so\nln -sf libcrypto.so.3 out/lib/libssl.so\n",
        ),
        as_they_are(
            copies="cp b-avx2/libfoo.so out/libfoo-avx2.so\ncp b-avx512/libfoo.so out/libfoo-avx512.so\n",
            whichever="[ -f a/libx.so ] && cp a/libx.so out/liby.so\n[ -f b/libx.so ] && cp b/libx.so out/liby.so\n",
            branches="if [ $x ]; then\n  cp a/libx.so out/liby.so\nelse\n  cp b/libx.so out/liby.so\nfi\n",
            own_over_theirs="cp a/libx.so out/\ncp b/libx.so out/\n",
            packed=f"cp a/libx.so out/liby.so\n{TAR}cp b/libz.so out/liby.so\n",
            a_folder="cp a/libx.so out/liby\ncp b/libz.so out/liby\n",
        ),
    ),
    "LP143": Fault(
        as_they_are(
            a_container=f'docker cp "$cid:/usr/lib/libfoo.so*" {OUT}\n',
            unquoted=f"podman cp -L builder:/usr/lib/libfoo.so.? {OUT}\n",
            a_function=f'fetch() {{\n  sudo $DOCKER container cp "$1":/opt/lib/*.so.* {OUT}\n}}\nfetch x\n',
            brackets=f"cp -a {D}/libicu[data,i18n,uc].so.* {OUT}\n",
            a_loop=f'for f in {D}/lib[ssl,crypto].so.3; do cp "$f" {OUT}; done\n',
            an_array=f'l=({D}/libboost_[system,thread].so)\ncp "${{l[@]}}" {OUT}\n',
            two_stars=f"cp -a externals/**/*.so* {OUT}\n",
            two_stars_in_a_loop=f'for f in "$X"/**/libfoo.so.1; do cp "$f" {OUT}; done\n',
            filters=f"rsync -am --include='*.so*' --exclude='*' build/lib/ {OUT}\n",
            a_folder=f"rsync -a --include '*.so*' --exclude '*' build/lib {OUT}\n",
            a_path=f"rsync -r --include='lib/*.so' --exclude=\\* build/ {OUT}\n",
        ),
        as_they_are(
            a_container=f'docker cp "$cid:/usr/lib/libfoo.so.1" {OUT}\n',
            of_the_host=f"docker cp out/. {'$'}cid:/usr/lib/\ncp -a {D}/libfoo.so* {OUT}\n",
            by_its_shell=f"docker exec c sh -c 'cp -a /usr/lib/*.so* /out'\ndocker cp c:/out/. {OUT}\n",
            braces=f"cp -a {D}/libicu{{data,i18n,uc}}.so.* {OUT}\n",
            letters=f"cp -a {D}/libfoo[1,2].so {D}/libbar[ab].so.* {OUT}\n",
            extras="pip install lib[dev,test] ./libfoo[a,bc]\n",
            one_level_more=f"cp -a externals/*.so* externals/**/*.so* {OUT}\n",
            globstar=f"shopt -s globstar\ncp -a externals/**/*.so* {OUT}\n",
            for_another=f"rsync -a --exclude='**/*.so.debug' build/lib/ {OUT}\n",
            folders=f"rsync -am --include='*/' --include='*.so*' --exclude='*' build/lib/ {OUT}\n",
            one_level=f"rsync -a --include='*.so*' --exclude='*' build/lib/ {OUT}\n",
            first=f"rsync -am --exclude='*.a' --include='*.so*' build/lib/ {OUT}\n",
        ),
    ),
    "LP144": Fault(
        as_they_are(
            a_loop_that_waits=f"find {D} -name '*.so*' | while read -r -d '' f; do\n  cp $f {OUT}\ndone\n",
            behind_the_loop=f"while IFS= read -rd '' f; do\n  cp $f {OUT}\ndone < <(LC_ALL=C find {D} -type f)\n",
            a_filter_between=f"ldd bin/x | awk '{{print $3}}' | while read -rd '' f; do cp $f {OUT}; done\n",
            a_loop_without=f"find {D} -print0 | while read -r f; do\n  cp $f {OUT}\ndone\n",
            xargs_that_waits=f"put() {{\n  find {D} -name '*.so' | sort | xargs -r0 cp -t {OUT}\n}}\nput\n",
            xargs_without=f"find {D} -print0 | sort -z | xargs -I{{}} cp {{}} {OUT}\n",
            an_array=f"mapfile -d '' -t libs < <(find {D} -name '*.so')\ncp ${{libs[@]}} {OUT}\n",
            an_array_without=f'readarray -t libs < <(find {D} -print0)\ncp "${{libs[@]}}" {OUT}\n',
            a_substitution=f"for f in $(find {D} -print0); do cp $f {OUT}; done\n",
            made_nul=f"dpkg -L libz | tr '\\n' '\\0' | xargs -n 1 cp -t {OUT}\n",
        ),
        as_they_are(
            both=f"find {D} -print0 | while read -r -d '' f; do cp $f {OUT}; done\n",
            none=f"find {D} | while read -r f; do cp $f {OUT}; done\n",
            xargs=f"find {D} -name '*.so' -print0 | sort -zu | xargs -P10 -0 cp -t {OUT}\n",
            ten_at_once=f"find {D} -name '*.so' | xargs -n10 cp -t {OUT}\nfind x -print0 | xargs -0 ls\n",
            made_lines=f"find {D} -print0 | tr '\\0' '\\n' | while read -r f; do cp $f {OUT}; done\n",
            printed=f"find {D} -printf '%p\\0' | xargs -0 cp -t {OUT}\n",
            by_another=f"find {D} -exec grep -lZ x {{}} + | xargs -0 cp -t {OUT}\n",
            an_option_from_elsewhere=f'find {D} "${{how[@]}}" | xargs -0 cp -t {OUT}\n',
            the_rest=f"find {D} | while read -r -d '' f || [ -n \"$f\" ]; do cp $f {OUT}; done\n",
            one_text=f"echo \"$words\" | xargs -0 printf '%s'\ncp {D}/libz.so.1 {OUT}\n",
        ),
    ),
    "LP318": Fault(
        as_they_are(
            a_launcher=f"{SH}export {LIST}=$here/lib\n{RUN}\n",
            a_part=f'{SH}export {LIST}="$here"/lib:$here/plugins\n{RUN}\n',
            written=f"cat > run <<'E'\n{SH}export {LIST}=$here/lib\n{RUN}\nE\n",
            env=f'#!/bin/bash\n{HERE}env {LIST}=$here/lib "$here/bin/prog"\n',
            by_steps=f'{SH}root="$here/.."\nexport {LIST}=$root/lib\ncd "$root" && bin/prog\n',
            evaluated=f'#!/bin/bash\n{HERE}add() {{\n  eval "export $2=$1"\n}}\nadd "$here/lib" {LIST}\n'
            'cd -- "$here"\n',
        ),
        as_they_are(
            a_launcher=f'{SH}export {LIST}="$here/lib"\n{RUN}\n',
            apart=f"{SH}{LIST}=$here/lib\nexport {LIST}\n{RUN}\n",
            bash=f"#!/bin/bash\n{HERE}export {LIST}=$here/lib\n{RUN}\n",
            a_prefix=f'{SH}{LIST}=$here/lib "$here/bin/prog"\n',
            not_its_own=f'{SH}export {LIST}=$JAVA_HOME/lib\n"$JAVA_HOME/bin/java"\n',
            never_quoted=f"#!/bin/sh\nhere=$(pwd)\nexport {LIST}=$here/lib\n$here/bin/prog\n",
        ),
        least="note",
    ),
}
READS = (
    "dir=/opt/x\nhooks=\nwhile getopts l:x o; do\n  case $o in\n    {}\n  esac\ndone\n"
    'LD_PRELOAD="{}${{LD_PRELOAD:+ $LD_PRELOAD}}" /opt/x/bin/prog\n'
)
DEFAULT = "hooks=$dir/lib/libhook.so\n"
OPTION = 'while [ $# -gt 0 ]; do\n  case "$1" in\n    {}\n    *) break ;;\n  esac\n{}done\n'
FLAG = 'SHARED=no\nif [ "$1" = -s ]; then SHARED=yes; fi\n'
SHIPS = f"then\n  cp -P {D}/libz.so* {OUT}\nfi\n"
OPTIONS = {
    "LP142": Fault(
        as_they_are(
            its_value=OPTION.format('-l|--libdir) LIBDIR="$1"; shift 2 ;;', ""),
            shifted_twice=OPTION.format("--libdir)\n      LIBDIR=$1\n      shift\n      shift\n      ;;", ""),
            shifted_below=OPTION.format("-l) LIBDIR=${1}; shift ;;", "  shift\n"),
            in_a_list=OPTION.format("-l) LIBDIR=$1:$LIBDIR; export LIBDIR; shift ;;", "  shift\n"),
            behind_a_list=OPTION.format('-l) LIBDIR="$LIBDIR:$1/lib"; shift 2 ;;', ""),
            a_flag=f'{FLAG}if [ "$SHARED" = 1 ]; {SHIPS}',
            a_flag_in_brackets=f"{FLAG}if [[ $SHARED == true ]]; {SHIPS}",
            a_number=f'SHARED=0\n[ -z "$1" ] || SHARED=1\nif test "$SHARED" = "yes"; {SHIPS}',
            read_by_another=READS.format("l) dir=$OPTARG ;;\n    x) hooks=$dir/libhook.so ;;", "$hooks"),
            read_above_its_option=READS.format('l) dir="$OPTARG" ;;', "$hooks").replace("hooks=\n", DEFAULT),
            in_capitals=f'SHARED=false\n[ -z "$1" ] || SHARED=true\nif [ "${{SHARED}}" != "TRUE" ]; {SHIPS}',
        ),
        as_they_are(
            its_value=OPTION.format('-l|--libdir) LIBDIR="$2"; shift 2 ;;', ""),
            shifted_before=OPTION.format("-l|--libdir) shift; LIBDIR=$1; shift ;;", ""),
            a_flag=OPTION.format('--static) MODE="$1"; shift ;;', ""),
            put_together_behind=READS.format("l) dir=$OPTARG ;;\n    x) hooks=yes ;;", "$dir/libhook.so"),
            made_anew=READS.format("l) dir=$OPTARG; hooks=$dir/lib ;;\n    x) hooks=$dir/libhook.so ;;", "$hooks"),
            both=OPTION.format('-D) FLAG="$1"; VALUE=$2; shift 2 ;;', ""),
            as_given=f"{FLAG}if [ $SHARED = yes ]; {SHIPS}",
            from_outside=f'if [ "$1" = -s ]; then SHARED=yes; else SHARED=no; fi\nif [ "$SHARED" = 1 ]; {SHIPS}',
            of_others=f'{FLAG}. ./settings\nif [ "$SHARED" = 1 ]; {SHIPS}',
            read=f'{FLAG}read -r SHARED\nif [ "$SHARED" = 1 ]; {SHIPS}',
            worked_out=f'{FLAG}SHARED=$(ask)\nif [ "$SHARED" = 1 ]; {SHIPS}',
        ),
    ),
}

FAULTS: dict[str, Fault] = dict(sorted({**PACKED, **LINKS, **ENVIRONMENT, **NEEDED, **QUOTING, **OPTIONS}.items()))
