# The same as instead.py with curl and gunzip.
set -eu
query='projectIdentifier=a-project&orgIdentifier=an-org'
call() {
  curl -sSf -H 'SEI_API_KEY: a-key' -H 'Content-Type: application/json' "$@"
}
tab=$(printf '\t')
while IFS="$tab" read -r create jobs name request; do
  id=$(call --data "$request" "$create?$query" | sed 's/.*"exportId":"\([^"]*\)".*/\1/')
  until call "$jobs/$id?$query" | grep -qi '"status":"completed"'; do
    sleep 5
  done
  call "$jobs/$id/download?$query" | gunzip > "$2/$name.csv"
done < "$1"
