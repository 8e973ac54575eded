#!/bin/sh
# Starts Debian's PostgreSQL and makes the role and database of the tests; what is there already is left as it is.
# The tests make databases of their own, so the role may create them. Needs root. With HOURSBACK_REQUIRE=all those tests
# fail where no server answers, instead of being skipped.
set -eu
version="$(pg_lsclusters -h | awk '{ print $1; exit }')"
if ! pg_lsclusters -h | grep -q online; then
  pg_ctlcluster "$version" main start
fi
ask() { runuser -u postgres -- psql -qtAX -c "$1"; }
tries=0
until ask "SELECT 1" >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { echo "PostgreSQL does not answer after a minute." >&2; exit 1; }
  sleep 1
done
if [ -z "$(ask "SELECT 1 FROM pg_roles WHERE rolname = 'hoursback'")" ]; then
  ask "CREATE ROLE hoursback LOGIN PASSWORD 'hoursback' CREATEDB"
fi
if [ -z "$(ask "SELECT 1 FROM pg_database WHERE datname = 'hoursback'")" ]; then
  ask "CREATE DATABASE hoursback OWNER hoursback"
fi
