// Compiles the AssemblyScript kernels twice (plain SIMD, relaxed SIMD with fused multiply-add) and writes each
// as a TypeScript module holding base64, so that it runs from sources, dist, bundles and installed packages
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
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--initialMemory', '1'];

const { version } = JSON.parse(readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'));
const hash = createHash('sha256').update(version).update(JSON.stringify({ builds, flags }));
hash.update(readFileSync(new URL(import.meta.url)));
for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
const stamp = `// Sources: ${hash.digest('hex')}`;

const isFresh = (name) => {
  const path = join(target, `${name}.ts`);
  return existsSync(path) && readFileSync(path, 'utf8').includes(stamp);
};

if (!Object.keys(builds).every(isFresh)) {
  mkdirSync(target, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    for (const [name, features] of Object.entries(builds)) {
      const output = join(scratch, `${name}.wasm`);
      const enabled = features.flatMap((feature) => ['--enable', feature]);
      await must(tool('asc'), [join(sources, 'index.ts'), ...flags, ...enabled, '-o', output]);
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
      writeFileSync(join(target, `${name}.ts`), text);
      console.log(`kernels: ${name}, ${bytes.length} bytes`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
