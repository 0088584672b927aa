/** The manifest's text with one service more: its entry before that of the web pages, and its name among those that the gateway calls. */
import { factsOf, serviceNames } from '@catalog/contracts';
import type { Names } from './names.ts';

export function withNewService(manifest: string, { service, things }: Names): { text: string; port: number } {
  const port = Math.max(...serviceNames.map((name) => factsOf(name).port)) + 1;
  const entry = `  '${service}': {
    port: ${port},
    owns: '${things}',
    uses: ['postgres'],
    routes: [{ prefix: '/api/v1/${things}', writers: ['ADMIN'] }],
    idempotentOperations: ['POST /api/v1/${things}'],
  },
`;
  return {
    text: manifest
      .replace("  'web-ui': {\n", `${entry}  'web-ui': {\n`)
      .replace(/('api-gateway': \{[^}]*?calls: \[[^\]]*?)(,?\s*\])/, `$1, '${service}'$2`),
    port,
  };
}
