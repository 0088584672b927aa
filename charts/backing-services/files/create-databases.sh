# Gives each role in PASSWORD_OF_<role> a login and a database of its own, which no other role can enter.
set -euo pipefail

for ((tries = 0; tries < 150; tries++)); do pg_isready -q && break; sleep 2; done
pg_isready

for variable in ${!PASSWORD_OF_@}; do
  role=${variable#PASSWORD_OF_}
  # Names are unique regardless of case in every language, which the locale C.UTF-8 of Postgres 17 knows.
  psql -qX -v ON_ERROR_STOP=1 -v role="$role" -v password="${!variable}" -d postgres <<'SQL'
select format('create role %I', :'role') where not exists (select from pg_roles where rolname = :'role') \gexec
alter role :"role" with login password :'password';
grant :"role" to current_user;
select format('create database %I owner %I template template0 encoding ''UTF8'' locale ''C'' locale_provider builtin builtin_locale ''C.UTF-8''', :'role', :'role')
  where not exists (select from pg_database where datname = :'role') \gexec
revoke connect on database :"role" from public;
SQL
  echo "database $role is there"
done
