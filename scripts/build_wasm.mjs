// Compiles every module of AssemblyScript kernels (a folder of assembly/ with an index.ts) twice, with plain SIMD and
// with relaxed SIMD (fused multiply-add), and writes each as a TypeScript module holding base64, so that it runs from sources, dist, bundles and installed packages
// without reading a file. Does nothing when sources and compiler are those of the last build.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, root, tool } from './run.mjs';

const sources = join(root, 'src/kernels/wasm/assembly');
const target = join(root, 'src/kernels/wasm/generated');
const builds = { simd: ['simd'], relaxed_simd: ['simd', 'relaxed-simd'] };
// Modules that several threads can run on one shared memory; they are compiled for that as well.
const sharedModules = ['boosting', 'tsne'];
const sharedFlags = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--initialMemory', '1'];

const { version } = JSON.parse(readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'));
/** The builds of a module by the name of their file, each with its flags. */
function buildsOf(module) {
  const all = Object.entries(builds).map(([build, features]) => [
    build,
    features.flatMap((feature) => ['--enable', feature]),
  ]);
  if (!sharedModules.includes(module)) return all;
  return [...all, ...all.map(([build, enabled]) => [`${build}_shared`, [...enabled, ...sharedFlags]])];
}

const modules = readdirSync(sources).filter((name) => existsSync(join(sources, name, 'index.ts')));

/** Every source a module may import: its own folder and what its files name of other folders. */
function sourcesOf(folder, found = new Set()) {
  if (found.has(folder)) return found;
  found.add(folder);
  for (const name of readdirSync(join(sources, folder)).sort()) {
    const text = readFileSync(join(sources, folder, name), 'utf8');
    for (const [, other] of text.matchAll(/from '\.\.\/(\w+)\//g)) sourcesOf(other, found);
  }
  return found;
}

function stampOf(module) {
  const hash = createHash('sha256')
    .update(version)
    .update(JSON.stringify({ builds: buildsOf(module), flags }));
  hash.update(readFileSync(new URL(import.meta.url)));
  for (const folder of [...sourcesOf(module)].sort()) {
    for (const name of readdirSync(join(sources, folder)).sort()) {
      hash.update(`${folder}/${name}`).update(readFileSync(join(sources, folder, name)));
    }
  }
  return `// Sources: ${hash.digest('hex')}`;
}

const outputOf = (module, build) => join(target, `${module}_${build}.ts`);

async function compile(module, stamp, scratch) {
  for (const [build, enabled] of buildsOf(module)) {
    const output = join(scratch, `${module}_${build}.wasm`);
    await must(tool('asc'), [join(sources, module, 'index.ts'), ...flags, ...enabled, '-o', output]);
    const bytes = readFileSync(output);
    const text = [
      '// Made by scripts/build_wasm.mjs; do not edit.',
      stamp,
      '',
      '/** Length of the binary in bytes. */',
      `export const byteLength: number = ${bytes.length};`,
      '',
      '/** The binary. */',
      `export const base64: string = '${bytes.toString('base64')}';`,
      '',
    ].join('\n');
    writeFileSync(outputOf(module, build), text);
    console.log(`kernels: ${module}, ${build}, ${bytes.length} bytes`);
  }
}

mkdirSync(target, { recursive: true });
const wanted = modules.flatMap((module) => buildsOf(module).map(([build]) => `${module}_${build}.ts`));
for (const name of readdirSync(target)) if (!wanted.includes(name)) rmSync(join(target, name));
const scratch = mkdtempSync(join(tmpdir(), 'kernels-'));
try {
  for (const module of modules) {
    const stamp = stampOf(module);
    const fresh = buildsOf(module).every(([build]) => {
      const path = outputOf(module, build);
      return existsSync(path) && readFileSync(path, 'utf8').includes(stamp);
    });
    if (!fresh) await compile(module, stamp, scratch);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
