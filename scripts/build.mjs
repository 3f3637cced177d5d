// Builds the WebAssembly kernels (when there are any), the package (dist) and the examples (build/examples).
import { existsSync } from 'node:fs';
import { must, root, tool } from './run.mjs';

if (existsSync(`${root}scripts/build_wasm.mjs`)) await must(process.execPath, ['scripts/build_wasm.mjs']);
await must(process.execPath, [tool('tsc'), '-p', 'tsconfig.build.json']);
await must(process.execPath, [tool('tsc'), '-p', 'tsconfig.examples.json']);
