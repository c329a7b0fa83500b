# Sourced by other scripts.
copy_file() {
    if [ $# -lt 2 ]; then
        echo "ERROR: $*"
        exit 1
    fi
    cp -Lrv $*
    if [ $? -ne 0 ]; then
        exit 1
    fi
}

pack_lib() {
    local folder=$1
    local name=$2
    local found
    for found in thirdparty/lib/lib${name}.so.[0-9]; do
        copy_file "$found" "$folder/lib${name}.so.1"
    done
}
