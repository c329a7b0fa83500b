# examples/harbor as the working folder, built, and packed as the tutorial packs it.
cd examples/harbor || return
./build.sh && LD_LIBRARY_PATH=$PWD/thirdparty/output/lib:$PWD/build/lib scripts/pack_server.sh >/dev/null
