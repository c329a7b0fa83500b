#!/bin/bash
set -e
work=work.tmp
cleanup() { rm -rf "$work"; }
trap cleanup EXIT
mkdir -p "$work" final
cp build/bin/server "$work/server"
mv "$work/server" final/
