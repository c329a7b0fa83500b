#!/bin/bash
set -e
DESTDIR=${DESTDIR-destdir}
prefix=/usr
libdir=$prefix/lib64
install -D -m 0755 build/bin/server "$DESTDIR$prefix/bin/server"
install -Dm644 thirdparty/lib/librocksdb.so.8 -t $DESTDIR$libdir
install -d $DESTDIR/etc/app
install -m644 build/conf/server.ini build/conf/log.conf $DESTDIR/etc/app
install -p -m 644 LICENSE "$DESTDIR/etc/app/copyright"
