#!/bin/sh
# Runs on the server at three: the database and the uploads, kept for a month.
set -eu
pg_dump "$DATABASE_URL" | gzip > "/var/backups/quotes-$(date +%F).sql.gz"
find /var/backups -name 'quotes-*.sql.gz' -mtime +30 -delete
