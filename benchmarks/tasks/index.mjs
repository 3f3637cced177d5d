// All tasks: every other file of this folder exports `tasks`. foundation.mjs comes first and says what a task is.
import { readdirSync } from 'node:fs';

const files = readdirSync(new URL('.', import.meta.url)).filter((name) => name !== 'index.mjs');
files.sort((a, b) => Number(b === 'foundation.mjs') - Number(a === 'foundation.mjs') || (a < b ? -1 : 1));

export const tasks = [];
for (const file of files) {
  const family = file.replace('.mjs', '');
  for (const task of (await import(`./${file}`)).tasks) tasks.push({ ...task, family });
}
