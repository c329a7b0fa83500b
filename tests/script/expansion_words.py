"""What the cases of the expansion oracle are made of."""

from __future__ import annotations

# Variables that every case starts with; `u` and `u2` are never set, `HOME` is.
SETUP = r"""
HOME=/home/me
e=
one=x
two='a b'
path=/usr/lib/libfoo.so.1.2
rel=lib/x86_64/libbar.so
spaces='  lead  and trail  '
colons=a:b::c:
star='*.so'
quoted='it'\''s "q"'
back='a\b\*c'
n=7
m=-3
z=0
ref=path
aref='arr[1]'
mixed='aXbXc aXb'
lines=$'l1\nl2\n'
amp='p&q'
uni='größe'
arr=(zero 'one 1' '' 'three*')
nums=(10 20 30 40)
sparse=([2]=two [5]=five [9]='')
none=()
declare -A map=([k]=v [key2]='v 2' [lib/x.so]=1)
declare -i int=5
declare -l low=ABC
declare -u up=abc
declare -n nref=two
declare -r ro=fixed
export exp=out
prefix_a=1
prefix_b=2
unset u u2 v
"""
SCALARS = (
    "e one two path rel spaces colons star quoted back n m z mixed lines amp uni int low up nref ro exp u u2 arr nums"
    " 1 2 3 9"
).split()
ARRAYS = ["arr", "nums", "sparse", "none", "map", "one", "u"]
LITERALS = "a b lib so .so x1 - + = : / // , . % @ foo bar A Z 0 42 é ^ é_".split()
PATTERNS = (
    "* ? a* *b */ /* *. .* .so* *.so [a-c] [!a-c] [[:alpha:]] [[:digit:]]* ?? a l*/ *:* : x lib [xX] *[0-9] "
    "'*' \\* \"*\" \\\\ $one $star \"$star\" [^/]* */* '' X b? [a.] ö *ö"
).split()
EXTENDED = [
    "@(a|b)",
    "*(a|b)",
    "+([0-9])",
    "?(x)y",
    "!(*.so)",
    "!(a)",
    "*(.)so",
    "+(l|i|b)*",
    "@(*/)",
    "a!(b)c",
    "@(a|$one)",
]
IFS_VALUES = ["IFS=:", "IFS=", "IFS=' :'", "IFS=x", "IFS=,", "unset IFS", "IFS=$'\\n'", "IFS=' '", "IFS=:' '"]
PARAMETERS = ["", "a", "a 'b c'", "'' a", "'' ''", "/x/y.so 'p q' ''", "a: :b c", "'*' b"]
NUMBERS = ["0", "1", "2", "3", "-1", "-2", " -3", "n-5", "$n", "$((1+1))", "4", "10", "z", "(1)", "n>3?1:2"]
