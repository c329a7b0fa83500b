if [[ $OSTYPE == darwin* || ( $OSTYPE == linux-gnu && -f /etc/alpine-release ) ]]; then :; fi
if [[ ! $version =~ ^v?([0-9]+)\.([0-9]+)(\.[0-9]+)*(-rc\ [0-9])?$ ]]; then
    major=${BASH_REMATCH[1]}
fi
[[ -z $a && -n "${b}" && $c -ge 10 && "$d" < "$e" ]] && echo yes || echo no
[[ $x = *[[:space:]]* ]] || [[ "$y" != "${z%%+(0)}" ]]
[[ -e $f ]] && [[ $f -nt $g ]] && [[ -v arr[0] ]]
[[ $(uname -m) == @(x86_64|aarch64) ]] || { echo unsupported; exit 1; }
[ "$#" -ne 2 ] && exit 1
test -f "$file" -a -r "$file" || [ ! -s x ]
(( i++ , j = i << 2 , k = (i > 3) ? 1 : 0 ))
if (( $# < 1 || ${#args[@]} % 2 )); then exit 2; fi
while (( i-- > 0 )) && [[ $i -ne 3 ]]; do echo $i; done
case $1:$2 in
    (start:*|restart:?) go ;;
    stop:"now please") kill -9 $$ ;;&
    *.so.[0-9]*) echo "${1##*.so.}" ;&
    -*|--[a-z]*=*) options+=("$1") ;;
    "") ;;
    *) case $2 in
        x) echo x ;;
       esac
       ;;
esac
case "$a" in b) c ;; esac && d
[[ -n a
   && b ]]
[[ $a == "$b" ]] 2>/dev/null
[[ "a b" =~ a" "b ]]
