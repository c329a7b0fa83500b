# As harbor.sh, and lintpack's clone beside it.
. "$(dirname "${BASH_SOURCE[0]}")/harbor.sh"
ln -s "$REPOSITORY" ../lintpack
