#!/bin/sh
# Runs once, when PostgreSQL's data folder is new: a role for the service and one for Temporal, each with its databases.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres <<'SQL'
\getenv password POSTGRES_PASSWORD
create role webhooks login password :'password';
create role temporal login password :'password';
create database webhooks owner webhooks;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
SQL
