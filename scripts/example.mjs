// Runs an example after making the clone ready: npm run example rare_objects -- --sdss FILE
import { existsSync, readdirSync } from 'node:fs';
import { must, root } from './run.mjs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(`${root}examples`).map((file) => file.replace(/\.ts$/, ''));
if (!name || !names.includes(name)) {
  console.error(`npm run example NAME -- OPTIONS, with one of: ${names.join(', ')}`);
  process.exit(1);
}
if (!existsSync(`${root}build/examples/${name}.js`)) await must(process.execPath, ['scripts/setup.mjs']);
await must(process.execPath, [`build/examples/${name}.js`, ...args]);
