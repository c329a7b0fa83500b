# Sourced by the pack scripts.
[ -n "${COMMON_SOURCED-}" ] && return
COMMON_SOURCED=1
declare -A where=([jemalloc]="/usr/lib/libjemalloc.so.2" ["tcmalloc"]=/usr/lib/libtcmalloc.so.4)
declare -r -a SYSTEM_DIRS=(/lib /usr/lib "/usr/local/lib" $(ldconfig -p | awk -F' => ' 'NR > 1 { print $2 }' | xargs -n1 dirname | sort -u))
typeset -i tries=0

find_library () {
    local name=$1 found=
    if [[ -v where[$name] ]]; then
        printf '%s\n' "${where[$name]}"
        return 0
    fi
    for dir in "${SYSTEM_DIRS[@]}"; do
        found=$(ls -1 "$dir"/lib"$name".so.* 2>/dev/null | head -1) && [[ $found ]] && break
    done
    [[ -n "$found" ]] || return 1
    echo "$found"
}

function get_boost_lib() {
    libname=`ldd $1/bin/server 2>/dev/null | grep boost_$2 | sed 's/^[ \t]*//' | cut -d ' ' -f 1`
    echo $libname
}

function pack_system_lib
{
    local target=${1:?no target}; shift
    while (( tries++ < 3 )); do
        cp -v `get_boost_lib "$1" \`echo filesystem\`` "$target" && return
        sleep $((tries * 2))
    done
    false
}

retry() {
    local -i n=0
    until "$@"; do
        ((n += 1, n < ${RETRIES:=5})) || return 1
        echo "again: $*" 1>&2
    done
}
