main() { local IFS=,; set -- "$@" x; }
function with-dash.and:colon { return 1; } 2>/dev/null
sub() ( cd /tmp && pwd )
loop() for i; do echo "$i"; done
cond() [[ -n $1 ]]
arith() (( $1 > 0 ))
nested() {
    inner() { echo "$1"; }
    inner "$@" || return $?
} >&2
time -p sleep 0
time { a; b; } | c
! grep -q x y | true
! { a && b; }
a |& b | c && d || e &
{ a & } ; wait
(a; (b); { c; })
a && (b || c) && d; e
coproc reader { cat; }
coproc cat -
select x in a b; do break; done
select y; do echo; done
for ((i = 0, j = 10; i < j; i++, j--)) do echo $i; done
for (( ; ; )); do break; done
for x in; do :; done
for y
do
  echo "$y"
done
for z in a b\
    c; do :; done 2>/dev/null
until false; do break; done < /dev/null
while true && ! false; do break 2; done &
if a; then b; elif c; then d; else e; fi | f
if ! a; then { b; }; fi > out 2>&1
trap 'rm -rf "$tmp"; exit' INT TERM EXIT
exec 3>&1 4<&0 5<>file 6>&- {fd}>log >>append &>all &>>both >|clobber
eval "$(ssh-agent -s)" > /dev/null
. ./env.sh
unset -f x; unset 'a[1]'
let i=i+1 'j = 2'
export A B=1 C="$D":e
readonly E=(1 2)
declare -fx name
local_only() { local a=1 b c=${d:-e}; local -n ref=$1; }
alias ll='ls -l'
A=1 B=2 env > /dev/null
A=1 >x B=2 cmd
2>&1 echo moved
>only
echo done; exit
