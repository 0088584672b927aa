// Runs a TypeScript file under the pinned Node, whatever Node runs this; first installs the packages if they are not those of the lock file.
// Plain JavaScript for any Node from 18 on, without dependencies. Usage: node bootstrap.mjs <file.ts> [argument…]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const binaries = join(root, 'node_modules', '.bin');
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const [file, ...args] = process.argv.slice(2);

if (!file) stop('Usage: node bootstrap.mjs <file.ts> [argument…]');
if (!isInstalled()) install();
if (process.execPath === realpathSync(pinned)) await runHere(resolve(file));
else runUnderPinned(resolve(file));

// npm notes at the end of an installation what it has put there; that must be what the lock file asks for.
function isInstalled() {
  if (!existsSync(pinned)) return false;
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '' || (optional && !present[path])) return true;
    return present[path]?.version === version && present[path]?.integrity === integrity;
  });
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
  } catch {
    return undefined; // never installed, or an installation that was cut short
  }
}

function install() {
  console.log('Installing the npm packages (only this once; about a minute)…');
  const shown = ['--no-audit', '--no-fund', '--loglevel=error'];
  // An installation replaces node_modules, and with it the Node that may be running this.
  const PATH = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => resolve(directory) !== binaries)
    .join(delimiter);
  const { status, signal, error } = spawnSync('npm', ['ci', ...shown], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH },
    shell: process.platform === 'win32',
  });
  if (error) stop(`npm could not be run (${error.message}): install Node with npm, then start again.`);
  if (signal) stop('The installation of the npm packages was interrupted: start again to go on with it.');
  if (status !== 0) {
    stop(
      `The npm packages could not be installed (npm ci ended with ${status}, see above). The first start needs the network and about 1 GB of disk.`,
    );
  }
  if (!existsSync(pinned)) stop('The pinned Node was not installed: npm must be allowed to run install scripts (ignore-scripts is set?).');
}

async function runHere(path) {
  process.argv.splice(1, 2, path);
  await import(pathToFileURL(path).href);
}

// Ctrl-C reaches the whole terminal group and is passed on as well: what runs there must not mind being asked twice.
function runUnderPinned(path) {
  const env = { ...process.env, PATH: [binaries, process.env.PATH].join(delimiter) };
  const child = spawn(pinned, [path, ...args], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`${pinned} could not be run: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
