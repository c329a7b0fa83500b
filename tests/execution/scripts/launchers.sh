#!/bin/bash
set -e
app=app-1.0
mkdir -p $app/bin $app/lib
cp build/bin/server $app/bin/server.bin
cat > $app/bin/server <<END
#!/bin/sh
here=\$(dirname "\$0")
export LD_LIBRARY_PATH="\$here/../lib:\$LD_LIBRARY_PATH"
exec "\$here/server.bin" "\$@"
END
cat > $app/bin/plain <<'END'
#!/bin/sh
LD_LIBRARY_PATH=$(dirname $0)/../lib exec $(dirname $0)/server.bin
END
echo "#!/bin/sh" > $app/run.sh
echo "cd \$(dirname \$0) && ./bin/server" >> $app/run.sh
chmod +x $app/bin/server $app/bin/plain $app/run.sh
cp $app/run.sh $app/start.sh
cp thirdparty/lib64/libssl.so.3 $app/lib/
