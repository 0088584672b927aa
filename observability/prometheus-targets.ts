/** Writes whom Prometheus scrapes under compose into the file that it is given: every service of the manifest, where METRICS_PORT says. */
import { writeFileSync } from 'node:fs';
// Not by the package: this runs in a container that has only these two files.
import { services } from '../packages/contracts/src/services/manifest.ts';

const [file] = process.argv.slice(2);
const targets = Object.keys(services).map((service) => ({ targets: [`${service}:${process.env['METRICS_PORT']}`], labels: { service } }));
writeFileSync(file!, JSON.stringify(targets));
