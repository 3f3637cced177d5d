import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds dist/ if what worker threads load is older than its source: threads run the built package. */
export function ensureBuilt(): void {
  const sources = ['src/core', 'src/parallel'].flatMap((folder) =>
    readdirSync(root + folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );
  if ([...sources, 'src/worker.ts', 'src/registry.ts'].every(isFresh)) return;
  try {
    execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', 'tsconfig.build.json'], {
      cwd: root,
      stdio: 'pipe',
    });
  } catch (error) {
    // The type check has its own place; tsc emits in spite of type errors.
    if (!existsSync(`${root}dist/worker.js`)) throw error;
  }
}

/** The type checker does not rewrite a file whose output stays the same, hence the second of slack. */
function isFresh(source: string): boolean {
  const output = root + source.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
  return existsSync(output) && statSync(output).mtimeMs + 1000 >= statSync(root + source).mtimeMs;
}
