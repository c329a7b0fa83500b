HELPERS=$(dirname "${BASH_SOURCE[0]}")
PACKAGE=${PACKAGE:-package}
EXTRA_LIBS=(lib/librocksdb.so.8 lib64/libssl.so.3)
setup() { rm -rf "$PACKAGE"; mkdir -p "$PACKAGE"/lib; }
finish() (
    cd "$PACKAGE"
    ln -s librocksdb.so.8 lib/librocksdb.so
)
