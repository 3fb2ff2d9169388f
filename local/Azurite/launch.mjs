// Starts Azurite in a session of its own, so that Ctrl-C or a closed terminal reaches the host and not the storage,
// notes which process it is, and leaves. Usage: node launch.mjs <folder> <blob port> <queue port> <table port>
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, blobPort, queuePort, tablePort] = process.argv.slice(2);
const location = join(folder, 'azurite');
const noteFile = join(folder, 'azurite.json');
const stopFile = join(folder, 'azurite.stop');

process.umask(0o077); // Azurite's too: nobody but the owner reads what it keeps.
mkdirSync(location, { recursive: true });
rmSync(stopFile, { force: true });
const log = openSync(join(folder, 'azurite.log'), 'w');

const { AZURITE_DB, ...env } = process.env; // would put the blobs in a SQL database
if (process.platform === 'win32') env.ZUPERCONNECT_STOP_FILE = stopFile;

const azurite = spawn(
  process.execPath,
  [
    '--import', new URL('stop.mjs', import.meta.url).href,
    createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js'),
    '--silent', '--disableTelemetry', '--skipApiVersionCheck',
    '--blobPort', blobPort, '--queuePort', queuePort, '--tablePort', tablePort,
    // Longer than a .NET client keeps an idle connection: the client hangs up first, and never writes into a closing one.
    '--blobKeepAliveTimeout', '120', '--queueKeepAliveTimeout', '120', '--tableKeepAliveTimeout', '120',
    '--location', location,
  ],
  { cwd: location, detached: true, env, stdio: ['ignore', log, log], windowsHide: true });

azurite.on('spawn', () => {
  const known = (env.AZURITE_ACCOUNTS ?? '').split(';').map(account => account.split(':'));
  const accounts = known.map(([name]) => name);
  const keyHash = createHash('sha256').update(known[0][1] ?? '').digest('hex');
  writeFileSync(`${noteFile}~`, JSON.stringify({ processId: azurite.pid, startedAt: new Date(), location, accounts, keyHash }));
  renameSync(`${noteFile}~`, noteFile);
  azurite.unref();
});
