#!/bin/sh
# Resolve links: $0 may be one.
PRG="$0"
while [ -h "$PRG" ] ; do
  ls=`ls -ld "$PRG"`
  link=`expr "$ls" : '.*-> \(.*\)$'`
  if expr "$link" : '/.*' > /dev/null; then
    PRG="$link"
  else
    PRG=`dirname "$PRG"`/"$link"
  fi
done
PRGDIR=`dirname "$PRG"`
[ -z "$APP_HOME" ] && APP_HOME=`cd "$PRGDIR/.." >/dev/null; pwd`

if [ -r "$APP_HOME"/bin/setenv.sh ]; then
  . "$APP_HOME"/bin/setenv.sh
fi
cygwin=false
case "`uname`" in
  CYGWIN*) cygwin=true;;
  Darwin*)
    darwin=true
    ;;
esac
LD_LIBRARY_PATH=$APP_HOME/lib:$APP_HOME/lib64${LD_LIBRARY_PATH+:}$LD_LIBRARY_PATH
export LD_LIBRARY_PATH
: ${JAVA_OPTS="-Xmx1g"}
for jar in "$APP_HOME"/lib/*.jar
do
  CLASSPATH="${CLASSPATH}":"$jar"
done
if [ "$1" = "start" ] ; then
  shift
  touch "$APP_OUT"
  eval exec "\"$JAVA\"" $JAVA_OPTS \
    -classpath "\"$CLASSPATH\"" \
    -Dapp.home="\"$APP_HOME\"" \
    org.example.Main "$@" start \
    >> "$APP_OUT" 2>&1 "&"
elif [ "$1" = "stop" ]; then
  kill -0 `cat "$APP_PID"` >/dev/null 2>&1 || { echo "not running"; exit 1; }
  kill `cat "$APP_PID"`
else
  echo "Usage: `basename "$0"` ( start | stop )"
  exit 1
fi
