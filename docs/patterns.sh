# Shell functions for the commands of docs/patterns.md. In the repository's root, while `npm start` runs: source docs/patterns.sh

gateway=http://127.0.0.1:8000
token=$(curl -s "$gateway/api/v1/auth/login" -H 'content-type: application/json' -d '{"username":"admin","password":"admin"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

# What .catalog/endpoints.json says: at "services['store-service'].pid"
at() { node -p "const { services, servers } = require('./.catalog/endpoints.json'); $1"; }

# The API as its administrator: api GET prices [options of curl]
api() { curl -s -X "$1" "$gateway/api/v1/$2" -H "authorization: Bearer $token" -H 'content-type: application/json' "${@:3}"; echo; }

# The id of the first of a list: first offerings
first() { api GET "$1?page_size=1" | node -p 'JSON.parse(require("fs").readFileSync(0)).items[0].id'; }

# What a service measures: metrics store-service outbox_
metrics() { curl -s "$(at "services['$1'].metrics")" | grep "^$2"; }

# A statement under a service's own role: sql pricing-service 'select 1' [the service whose database it is]
sql() {
  node -e '
    const [service, statement, owner = service] = process.argv.slice(1);
    const { servers } = require("./.catalog/endpoints.json"), { database_passwords } = require("./.catalog/secrets.json");
    const url = new URL(servers.postgres.url);
    Object.assign(url, { username: service.replace("-", "_"), password: database_passwords[service], pathname: owner.replace("-", "_") });
    const client = new (require("pg").Client)(url.href);
    client.connect().then(() => client.query(statement))
      .then(({ rows }) => console.table(rows), ({ message }) => console.log(message)).finally(() => client.end());
  ' "$@"
}

# Runs a command while a process hangs: hanging pricing-service api GET prices
hanging() {
  local pid
  pid=$(at "(services['$1'] ?? servers['$1']).pid")
  kill -STOP "$pid"
  "${@:2}"
  kill -CONT "$pid"
}
