shopt -s extglob nullglob
name=${0##*/} stem=${name%.*} ext=${name/*./.} upper=${name^^} first=${name:0:1} last=${name: -1}
echo "${name:+set}" "${name:-"un set"}" ${unset-$(pwd)} ${unset:=`pwd`} "${arr[@]:1:2}" "${#arr[*]}" "${!arr[@]}" "${!name}" "${!pre@}"
echo ${path//\//_} "${path/#\~/$HOME}" "${path/%.so*/.a}" "${x//[^a-z0-9]/}" "${y//'a b'/"c d"}" "${z/\}/\{}"
echo {a,b}{1..3} lib{foo,bar{1,2}}.so{,.1} {01..10..3} '{x,y}' "{x,y}" \{x,y\} {x} {} ${a}{b,c}
echo ~ ~/x ~root/x a~b "~" ~+ PATH=~/bin:~/sbin
echo *.so lib?.so [a-z]*.so [!a]* [[:alpha:]_]* !(*.a|*.la) @(x|y)?(z) +([0-9]) *(a|b(c))
echo $'tab\t\x41\u00e9\'' $"localized $x" 'it'\''s' "a\"b\\c\$d\`e" a\ b\;c \
    continued
echo $((1 + (2 * $x) - ${#name})) $(( $(nproc) / 2 )) $[ 1+1 ] "$((x ? y : z))"
echo $(echo $(echo "$(echo "nested $(echo '))')")")) `echo \`echo \\\`echo deep\\\`\`` "`echo "a b" | sed 's/\\$/x/'`"
diff <(sort a) <(sort b) > >(tee out)
a=(1 "2 3" $four [7]=seven [$((i+1))]="x y" *.so {b,c}) b=() c+=(d)
m[key]=value m["a b"]+=more n[$i+1]=$((n[i] * 2))
IFS=$' \t\n' read -r -a words <<< "$line"
echo $$ $! $? $# $- $@ $* $0 $1 ${10} "$@" "${@:2}" "${*}" "${#}" "${#@}"
echo a#b # comment 'with "quotes
echo "multi
line $(
  # comment with ' quote and )
  echo inner
) end"
echo foo=bar --opt=a=b x+=y [a]=b =c
