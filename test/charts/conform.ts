/**
 * Everything the charts render, held against the schemas of Kubernetes by kubeconform; the mesh's own kinds, which they do not know, are
 * named.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KUBERNETES, template } from './render.ts';

/** Has the schemas of each version of Kubernetes as files. */
const SCHEMAS = { package: 'kubernetes-validate', version: '1.37.0' };

export async function conform(): Promise<void> {
  const schemas = strictSchemas();
  const folder = mkdtempSync(join(tmpdir(), 'charts-'));
  try {
    for (const [name, values] of Object.entries(variants)) writeFileSync(join(folder, `${name}.yaml`), await template('catalog', values));
    const location = join(schemas, '{{ .ResourceKind }}{{ .KindSuffix }}.json');
    execFileSync('kubeconform', ['-strict', '-summary', '-skip', meshKinds.join(','), '-schema-location', location, folder], {
      stdio: 'inherit',
    });
    console.log(`not checked, as the schemas do not know them: ${meshKinds.join(', ')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const variants = {
  everything: {
    observability: { prometheus: { enabled: true }, grafana: { enabled: true }, kiali: { enabled: true } },
    global: { serviceTests: true },
    'store-service': { autoscaling: { queueDepth: { enabled: true } } },
  },
  bare: {
    servers: { enabled: false },
    global: { mesh: { enabled: false }, networkPolicies: { enabled: false } },
    'api-gateway': { autoscaling: { enabled: false }, ingress: { enabled: true, tls: { enabled: true, secretName: 'certificate' } } },
  },
};

const meshKinds = [
  'AuthorizationPolicy',
  'DestinationRule',
  'Gateway',
  'PeerAuthentication',
  'RequestAuthentication',
  'Sidecar',
  'Telemetry',
  'VirtualService',
];

/** Fetched once, then made to refuse fields that they do not name, as the API server does. */
function strictSchemas(): string {
  const home = resolve('.catalog/schemas');
  const folder = join(home, `kubernetes-${KUBERNETES}`);
  if (existsSync(folder)) return folder;
  mkdirSync(home, { recursive: true });
  execFileSync('python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--target',
    join(home, 'package'),
    `${SCHEMAS.package}==${SCHEMAS.version}`,
  ]);
  const source = join(home, 'package', 'kubernetes_validate', 'kubernetes-json-schema', `v${KUBERNETES}-local`);
  mkdirSync(folder);
  for (const name of readdirSync(source)) {
    const { $id: _address, ...schema } = JSON.parse(readFileSync(join(source, name), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(folder, name), JSON.stringify(strict(schema)));
  }
  return folder;
}

function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema === 'string') return schema.replace(/^\/api\/_definitions\.json#/, '_definitions.json#');
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  return 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner;
}
