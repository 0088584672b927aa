/** `npm run charts:pack`: gives the charts what the manifest of services says, and each chart the charts that it depends on. */
import { callersOf, factsOf, processNames, servers, usersOf } from '@catalog/contracts';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Chart, chartsFolder, installableCharts } from './all-charts.ts';

/** As a template of the library, since every chart can include that, and none can read another's files. */
const manifest = {
  ports: Object.fromEntries(processNames.map((name) => [name, factsOf(name).port])),
  users: Object.fromEntries(servers.map((server) => [server, usersOf(server)])),
  services: Object.fromEntries(
    processNames.map((name) => {
      const { uses = [], calls = [], leavesTokensToOthers = false } = factsOf(name);
      return [name, { uses, calls, callers: callersOf(name), checksTokens: !leavesTokensToOthers }];
    }),
  ),
};
writeFileSync(
  new URL('catalog-service/templates/_manifest.tpl', chartsFolder),
  `{{/* Made by npm run charts:pack. */}}\n{{- define "catalog-service.manifest" -}}\n${JSON.stringify(manifest, null, 2)}\n{{- end -}}\n`,
);

const names = installableCharts.map(({ name }) => name);
const needsPacked = ({ dependencies = [] }: Chart): boolean => dependencies.some(({ name }) => names.includes(name));

// Who holds other charts packs them as they are: these come first.
for (const { name } of installableCharts.toSorted((one, other) => Number(needsPacked(one)) - Number(needsPacked(other)))) {
  const { status, stdout, stderr } = spawnSync('helm', ['dependency', 'update', '--skip-refresh', new URL(name, chartsFolder).pathname], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(`${stdout}${stderr}`);
    process.exit(1);
  }
}
