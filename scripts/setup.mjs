// Makes a clone ready: installs from the lock file when the installed packages are missing or older than it,
// and builds what is out of date.
import { existsSync, statSync } from 'node:fs';
import { must, root } from './run.mjs';

const lock = `${root}package-lock.json`;
const installed = `${root}node_modules/.package-lock.json`;
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  await must('npm', ['ci', '--no-audit', '--no-fund']);
}
await must(process.execPath, ['scripts/build.mjs']);
