/** The summary once everything runs: addresses, accounts, and three commands to paste. */
import type { Endpoints } from '../home/index.ts';

export function summary({ services, servers, credentials }: Endpoints, home: string): string {
  const gateway = services['api-gateway']?.url ?? '';
  const signIn = (name: string) => `${credentials[name]?.username} / ${credentials[name]?.password}`;
  const rows: string[][] = [
    ...pageRows(services['web-ui']?.url, signIn),
    ['API gateway', gateway, `${signIn('admin')}, ${signIn('user')}`],
    ['API docs', `${gateway}/docs`, ''],
    ...serverRows(servers, signIn),
    ['Everything else', `${home}/endpoints.json`, ''],
    ['Logs', 'npm run catalog -- logs --follow', `or ${home}/logs/`],
  ];
  return `\n${table(rows)}\n\nTry:\n\n${examples(gateway).join('\n\n')}\n\nCtrl-C stops everything.`;
}

export function serverSummary({ servers, credentials }: Endpoints, home: string): string {
  const signIn = (name: string) => `${credentials[name]?.username} / ${credentials[name]?.password}`;
  const rows: string[][] = [
    ['PostgreSQL', servers.postgres.url, ''],
    ['RabbitMQ', servers.rabbitmq.url, ''],
    ['MongoDB', servers.mongodb.url, ''],
    ['Elasticsearch', servers.elasticsearch.url, ''],
    ['Camunda REST', servers.camunda.url, ''],
    ...serverRows(servers, signIn),
    ['Logs', `${home}/logs/`, ''],
  ];
  return `\n${table(rows)}\n\nEach service's environment is in services/<name>/.env: run one by "npm start" in its folder.

Ctrl-C stops the servers.`;
}

function pageRows(url: string | undefined, signIn: (name: string) => string): string[][] {
  if (url === undefined) return [];
  return [
    ['Store', url, 'no account needed'],
    ['Catalog', `${url}/catalog`, `${signIn('admin')}, ${signIn('user')}`],
  ];
}

function serverRows(servers: Endpoints['servers'], signIn: (name: string) => string): string[][] {
  return [
    ['Camunda Cockpit', String(servers.camunda['cockpit_url'] ?? ''), signIn('camunda')],
    ['RabbitMQ management', String(servers.rabbitmq['management_url'] ?? ''), signIn('rabbitmq')],
    ['Zipkin', String(servers.zipkin['ui_url'] ?? servers.zipkin.url), ''],
  ];
}

function table(rows: string[][]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd()).join('\n');
}

function examples(gateway: string): string[] {
  const signIn = `curl -s ${gateway}/api/v1/auth/login -H 'content-type: application/json' -d '{"username":"admin","password":"admin"}'`;
  const token = `$(${signIn} | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')`;
  const search = 'query=fibre&min_price=10&max_price=100&characteristic=Speed:%3E50Mbps&page_size=3';
  return [
    `  curl -s '${gateway}/api/v1/store/search?${search}'`,
    `  curl -s ${gateway}/api/v1/offerings -H "authorization: Bearer ${token}"`,
    `  curl -s ${gateway}/health/dependencies`,
  ];
}
