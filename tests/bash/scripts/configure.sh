#! /bin/sh
MIXED=1; export MIXED # for the sake of it
if test -n "${ZSH_VERSION+set}" && (emulate sh) >/dev/null 2>&1; then :
  emulate sh
  alias -g '${1+"$@"}'='"$@"'
else
  case `(set -o) 2>/dev/null` in #(
  *posix*) :
    set -o posix ;; #(
  *) :
     ;;
esac
fi
line_end='
'
export line_end
slashes='\\\\\\\\\\\\\\\\'
if (test "X`print -r -- $slashes`" = "X$slashes") 2>/dev/null; then
  say='print -r --'
else
  say_body='eval expr "X$1" : "X\\(.*\\)"'
fi
for variable in BASH_ENV ENV MAIL
do eval test x\${$variable+set} = xset \
  && ( (unset $variable) || exit 1) >/dev/null 2>&1 && unset $variable || :
done
case $0 in #((
  *[\\/]* ) myself=$0 ;;
  *) saved=$IFS; IFS=:
for dir in $PATH
do
  IFS=$saved
  test -z "$dir" && dir=.
    test -r "$dir/$0" && myself=$dir/$0 && break
  done
IFS=$saved
     ;;
esac
eval 'append ()
{
  eval $1+=\$2
}'
quote='s/\(["`$\\]\)/\\\1/g'
for option
do
  case $option in
  *=?*) argument=`expr "X$option" : '[^=]*=\(.*\)'` ;;
  *=)   argument= ;;
  esac
  case $dashes$option in
  --) dashes=yes ;;
  -prefix | --prefix | --p) previous=prefix ;;
  -with-* | --with-*)
    feature=`expr "x$option" : 'x-*with-\([^=]*\)'`
    # A comment with an apostrophe, as configure's scripts have: it isn't one.
    expr "x$feature" : ".*[^-+._$letters]" >/dev/null &&
      fail $? "invalid feature name: \`$feature'"
    feature=`printf "%s\n" "$feature" | sed 's/[-+.]/_/g'`
    eval with_$feature=\$argument ;;
  esac
done
cat >conftest.$ext <<_END
#define x \\
  `echo "$x" | sed "s/a/b/"`
_END
if { (eval echo "\"\$me:${line-$LINENO}: $try\""); (eval "$link") 2>&5; status=$?; test $status = 0; }; then :
fi
exec 6>&1 5>>config.log
