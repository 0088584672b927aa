/** What a chart makes of its values, as Helm renders it, with a few ways to ask for parts of it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';

/** As loose as YAML is: a test that looks where nothing is fails. */
export type Loose = ReturnType<typeof JSON.parse>;
export type Resource = {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: Loose;
  data?: Record<string, string>;
};
export type Rendered = {
  all: Resource[];
  /** The only one of its kind and name; throws if there is none. */
  one(kind: string, name: string): Resource;
  has(kind: string, name: string): boolean;
  ofKind(kind: string): Resource[];
};

export const KUBERNETES = '1.34.0';
export const chartsFolder = fileURLToPath(new URL('../../charts/', import.meta.url));
const MOST_OUTPUT = 32 * 1024 * 1024;

export async function render(chart: string, values: object = {}, ...files: string[]): Promise<Rendered> {
  const all = parseAllDocuments(await template(chart, values, files)).flatMap((document) => (document.toJS() as Resource | null) ?? []);
  const find = (kind: string, name: string) => all.filter((each) => each.kind === kind && each.metadata.name === name);
  return {
    all,
    one(kind, name) {
      const [found, ...more] = find(kind, name);
      if (!found || more.length > 0) throw new Error(`there are ${more.length + (found ? 1 : 0)} ${kind} ${name}`);
      return found;
    },
    has: (kind, name) => find(kind, name).length > 0,
    ofKind: (kind) => all.filter((each) => each.kind === kind),
  };
}

/** The text that Helm prints; rejects with what it complains of. */
export async function template(chart: string, values: object = {}, files: string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chart-values-'));
  try {
    await writeFile(join(folder, 'values.yaml'), stringify(values));
    const given = [...files.map((file) => join(chartsFolder, file)), join(folder, 'values.yaml')].flatMap((file) => ['--values', file]);
    const args = ['template', chart, join(chartsFolder, chart), '--namespace', 'catalog', '--kube-version', KUBERNETES, ...given];
    const { stdout } = await promisify(execFile)('helm', args, { maxBuffer: MOST_OUTPUT });
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const podOf = (resource: Resource): Loose => (resource.kind === 'Pod' ? resource.spec : resource.spec?.template?.spec);

/** By name, what a container's environment will say. */
export function environmentOf(rendered: Rendered, service: string): Record<string, string> {
  const [container] = podOf(rendered.one('Deployment', service)).containers;
  const listed =
    (container.env as { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[] | undefined) ?? [];
  const written = listed.map(({ name, value, valueFrom }) => [
    name,
    value ?? `${valueFrom?.secretKeyRef.name}/${valueFrom?.secretKeyRef.key}`,
  ]);
  return { ...rendered.one('ConfigMap', service).data, ...(Object.fromEntries(written) as Record<string, string>) };
}
