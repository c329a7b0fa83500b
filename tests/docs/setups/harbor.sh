# examples/harbor as the working folder and a git repository; nothing is built.
cd examples/harbor || return
git init -q -b main && git add -A && git commit -qm "Pack the server"
