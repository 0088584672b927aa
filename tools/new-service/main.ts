/** `npm run new-service <thing>`: a service that owns one kind of thing, with its chart, and its entry in the manifest of services. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { copyTemplate } from './copy-template.ts';
import { namesFrom } from './names.ts';
import { withNewService } from './with-new-service.ts';

const root = new URL('../../', import.meta.url);
const manifest = new URL('packages/contracts/src/services/manifest.ts', root);

const names = namesFrom(process.argv.slice(2));
const [service, chart] = [new URL(`services/${names.service}/`, root), new URL(`charts/${names.service}/`, root)];
if (names.fault !== undefined || existsSync(service) || existsSync(chart)) {
  console.error(names.fault ?? `There is a ${names.service} already`);
  process.exit(1);
}

const { text, port } = withNewService(await readFile(manifest, 'utf8'), names);
await copyTemplate(new URL('tools/template-service/', root), service, { names, port });
await copyTemplate(new URL('tools/template-chart/', root), chart, { names, port });
await writeFile(manifest, text);
for (const command of [
  'install --no-audit --no-fund',
  'run generate',
  'run charts:schemas',
  `run openapi --workspace services/${names.service}`,
]) {
  console.log(`npm ${command}`);
  execFileSync('npm', command.split(' '), { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
console.log(`services/${names.service} has its ${names.things} at port ${port}; docs/adding-a-service.md says how to go on`);
