import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from './built.js';

ensureBuilt();
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const tasksUrl = new URL('./tasks.mjs', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'learnkit-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program in a Node of its own, which must end by itself within 20 seconds. */
function node(program: string, ...options: string[]): string {
  const args = [...options, '--input-type=module', '-e', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { timeout: 20_000, encoding: 'utf8' });
  expect(`${stderr}${status}`).toBe('0');
  return stdout.trim();
}

describe('the built package in a process of its own', () => {
  test('exits by itself after parallel work, without close()', () => {
    const program = `
      import { parallelMap } from ${JSON.stringify(`${dist}parallel/index.js`)};
      import { double } from ${JSON.stringify(tasksUrl)};
      console.log(JSON.stringify(await parallelMap(double, [1, 2, 3, 4], { nJobs: 2 })));`;
    expect(node(program)).toBe('[2,4,6,8]');
  });

  test('exits by itself after an abort and after a failed call', () => {
    const program = `
      import { parallelMap } from ${JSON.stringify(`${dist}parallel/index.js`)};
      import { failing, spin } from ${JSON.stringify(tasksUrl)};
      const signal = AbortSignal.timeout(150);
      const names = [
        await parallelMap(spin, [60000, 60000], { nJobs: 2, signal }).catch((e) => e.name),
        await parallelMap(failing, ['type', { index: 1, ms: 60000 }], { nJobs: 2 }).catch((e) => e.name),
      ];
      console.log(names.join());`;
    expect(node(program)).toBe('AbortError,TypeError');
  });

  test('exits by itself when the first item cannot be sent', () => {
    const program = `
      import { parallelMap } from ${JSON.stringify(`${dist}parallel/index.js`)};
      import { double } from ${JSON.stringify(tasksUrl)};
      console.log(await parallelMap(double, [() => 1, 2], { nJobs: 2 }).catch((e) => e.name));`;
    expect(node(program)).toBe('InvalidInputError');
  });

  test('works from node_modules with a task module of the application', () => {
    mkdirSync(join(folder, 'node_modules/learnkit'), { recursive: true });
    cpSync(dist, join(folder, 'node_modules/learnkit/dist'), { recursive: true });
    writeFileSync(
      join(folder, 'node_modules/learnkit/package.json'),
      JSON.stringify({
        name: 'learnkit',
        type: 'module',
        exports: { './parallel': './dist/parallel/index.js' },
      }),
    );
    writeFileSync(
      join(folder, 'tasks.mjs'),
      `import { defineTask, registerTaskModule } from 'learnkit/parallel';
       registerTaskModule(import.meta.url);
       export const cube = defineTask('cube', import.meta.url, (x) => x ** 3);`,
    );
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { parallelMap } from 'learnkit/parallel';
       import { cube } from './tasks.mjs';
       console.log(String(await parallelMap(cube, [1, 2, 3], { nJobs: 2 })));`,
    );
    const run = spawnSync(process.execPath, ['main.mjs'], { cwd: folder, timeout: 20_000, encoding: 'utf8' });
    expect(run.stderr + run.stdout.trim()).toBe('1,8,27');
  });

  test('says what to do when the worker file is missing', () => {
    const partial = join(folder, 'partial');
    cpSync(dist, partial, { recursive: true });
    rmSync(join(partial, 'worker.js'));
    const program = `
      import { defineTask, parallelMap } from ${JSON.stringify(`${partial}/parallel/index.js`)};
      const task = defineTask('t', ${JSON.stringify(`file://${partial}/x.js`)}, (x) => x);
      console.log(await parallelMap(task, [1, 2], { nJobs: 2 }).catch((e) => e.name + ': ' + e.message));`;
    writeFileSync(join(partial, 'package.json'), '{"type":"module"}');
    expect(node(program)).toMatch(/^WorkerError: .*worker\.js does not exist\. Run 'npm run build'/);
  });

  test('falls back to this thread, with one warning, where there are no threads', () => {
    const program = `
      process.getBuiltinModule = undefined;
      const { effectiveNJobs, parallelMap } = await import(${JSON.stringify(`${dist}parallel/index.js`)});
      const { setWarningHandler } = await import(${JSON.stringify(`${dist}core/warnings.js`)});
      const { double } = await import(${JSON.stringify(tasksUrl)});
      const names = [];
      setWarningHandler((warning) => names.push(warning.name));
      const results = [];
      for (const nJobs of [1, 2, -1]) results.push(...(await parallelMap(double, [1, 2], { nJobs })));
      console.log(JSON.stringify([results, names, effectiveNJobs(-1)]));`;
    expect(node(program)).toBe('[[2,4,2,4,2,4],["EfficiencyWarning"],1]');
  });
});
