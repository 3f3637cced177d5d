// Makes the reference fixtures anew, with Debian's Python packages: npm run fixtures, or only some of them by name:
// npm run fixtures -- metrics svm
import { existsSync, readdirSync } from 'node:fs';
import { must, root } from './run.mjs';

const python = '/usr/bin/python3';
if (!existsSync(python)) {
  console.error(
    'The fixtures come from Debian packages: apt-get install -y python3-sklearn python3-imblearn python3-xgboost python3-pandas',
  );
  process.exit(1);
}
const all = readdirSync(`${root}scripts/fixtures`)
  .filter((name) => name.endsWith('.py') && name !== 'common.py')
  .map((name) => name.slice(0, -3));
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (all.includes(name)) continue;
  console.error(`There is no generator '${name}'. Choose from ${all.join(', ')}.`);
  process.exit(1);
}
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`fixtures: ${name}`);
  await must(python, [`scripts/fixtures/${name}.py`], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
}
