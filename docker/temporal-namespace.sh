#!/bin/sh
# Makes the namespace and the search attributes by which operators find deliveries. Safe to run again. The Temporal CLI
# reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE by itself.
set -eu

# Runs a command until it succeeds: the server opens its port before it is ready.
insist() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then
      echo "gave up: $*" >&2
      exit 1
    fi
    sleep 2
  done
}

make_namespace() {
  temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
}

# The server knows a new namespace some seconds after it was made: that it does not yet is no error worth a line.
knows_namespace() {
  errors=$(temporal operator search-attribute list 2>&1 >/dev/null) && return
  case $errors in
    *"Namespace $TEMPORAL_NAMESPACE is not found"*) ;;
    *) echo "$errors" >&2 ;;
  esac
  return 1
}

has_attribute() {
  temporal operator search-attribute list | grep -qw "$1"
}

make_attribute() {
  has_attribute "$1" || temporal operator search-attribute create --name "$1" --type Keyword
}

insist make_namespace
insist knows_namespace
for attribute in $SEARCH_ATTRIBUTES; do
  insist make_attribute "$attribute"
  insist has_attribute "$attribute"
done
