import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/core/version.js';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** The layers from the ground up: a folder may import from itself and from folders of lower rank. */
const RANK: Readonly<Record<string, number>> = {
  core: 0,
  kernels: 1,
  parallel: 1,
  metrics: 2,
  datasets: 3,
  estimators: 3,
  impute: 4,
  preprocessing: 4,
  compose: 5,
  model_selection: 6,
  feature_selection: 7,
  calibration: 7,
  conformal: 7,
  imbalance: 7,
  meta: 7,
  adapters: 7,
  inspection: 7,
  registry: 8,
  persistence: 9,
  testing: 9,
  'worker.ts': 10,
  'index.ts': 10,
};

interface Source {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
}

const sources: Source[] = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.includes('generated') && !path.includes('assembly'))
  .map((path) => ({ path, layer: path.split('/')[0], text: readFileSync(join(root, path), 'utf8') }));

/** Modules imported by name at load time; `await import` is how the registry stays lazy. */
function imports({ path, text }: Source): string[] {
  const names = [...text.matchAll(/^(?:import|export)[^;]*?from '(\.[^']+)'/gms)].map((match) => match[1]);
  return names.map((name) => relative(root, join(root, path, '..', name)).replace(/\.js$/, '.ts'));
}

describe('the architecture', () => {
  it('imports point one way', () => {
    const wrong = sources.flatMap((source) =>
      imports(source)
        .filter((target) => (RANK[target.split('/')[0]] ?? 99) > (RANK[source.layer] ?? -1))
        .map((target) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('every folder has its place', () => {
    expect(sources.map(({ layer }) => layer).filter((layer) => !(layer in RANK))).toEqual([]);
  });

  it('files are short', () => {
    const long = sources
      .filter(({ path }) => !path.startsWith('datasets/data'))
      .map(({ path, text }) => [path, text.split('\n').length] as const)
      .filter(([, lines]) => lines > 420);
    expect(long).toEqual([]);
  });

  it('nothing draws from Math.random, evaluates text, or has the type any', () => {
    const offenders = sources.filter(({ text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /Math\.random|\beval\(|new Function\(|: any\b|<any>|as any\b/.test(code);
    });
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it('the version is that of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(root, '../package.json'), 'utf8')) as {
      version: string;
    };
    expect(VERSION).toBe(version);
  });
});
