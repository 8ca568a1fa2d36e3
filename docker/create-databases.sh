#!/bin/sh
# Runs once, when PostgreSQL's data folder is new: a role and a database of its own for each user of this server.
# Temporal makes its second database, for visibility, itself: hence CREATEDB, and btree_gin is made by the superuser.
set -eu
for name in $WEBHOOKS_DATABASES; do
  psql -v ON_ERROR_STOP=1 -U postgres -v name="$name" -v password="$POSTGRES_PASSWORD" <<'SQL'
create role :"name" login createdb password :'password';
create database :"name" owner :"name";
SQL
done
psql -v ON_ERROR_STOP=1 -U postgres -d template1 -c 'create extension if not exists btree_gin'
