#!/bin/sh
# Makes or updates the tables of Temporal's two databases. Safe to run again. The tool reads SQL_* by itself.
set -eu
for schema in temporal visibility; do
  case $schema in
    temporal) SQL_DATABASE=temporal ;;
    visibility) SQL_DATABASE=temporal_visibility ;;
  esac
  export SQL_DATABASE
  temporal-sql-tool setup-schema -v 0.0
  temporal-sql-tool update-schema --schema-name "postgresql/v12/$schema"
done
