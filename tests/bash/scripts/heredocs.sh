cat <<ONE <<-'TWO' > out; echo after
first $HOME `id -u` $(id -g) \$literal
ONE
	second $HOME
	TWO
python3 - "$1" <<'PY' | sort | while read -r line; do
import sys
print("""it's "quoted" $(not run)""", sys.argv)
PY
    echo "$line"
done
if grep -q x <<EOF && true
x ${undefined:-"default value"}
EOF
then
    value=$(
        cat <<-INNER
		tabs ${HOME}
		INNER
    )
fi
write() { cat > "$1" <<EOF; }
# $1
EOF
cat << \END
no $expansion
END
tr a-z A-Z <<< "here $string" <<< $'tab\there'
cat <<"E O F"
a
E O F
while read -r a b; do echo "$b $a"; done <<EOT
1 2
3 4
EOT
cat <<EMPTY
EMPTY
func <<A | func2 <<B
a
A
b
B
