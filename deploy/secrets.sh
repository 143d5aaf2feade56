#!/bin/sh
# Makes the passwords of docker-compose.yml, once: sh deploy/secrets.sh. They are kept in .env, for this user alone. What stands there
# stays as it is, so that it may be run again; stores keep the passwords that they were made with.
set -eu
umask 077
cd "$(dirname "$0")/.."
touch .env
chmod 600 .env

random() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# A file that somebody edited may lack its last newline.
[ -z "$(tail -c 1 .env)" ] || echo >> .env
for name in MONGODB_PASSWORD REDIS_PASSWORD SEARCH_API_KEY S3_SECRET_ACCESS_KEY INTERNAL_TOKEN; do
  grep -q "^$name=." .env || echo "$name=$(random)" >> .env
done
