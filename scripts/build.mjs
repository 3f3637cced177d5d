// Builds the WebAssembly kernels, the package (dist) and the examples (build/examples).
import { must, tool } from './run.mjs';

await must(process.execPath, ['scripts/build_wasm.mjs']);
await must(process.execPath, [tool('tsc'), '-p', 'tsconfig.build.json']);
await must(process.execPath, [tool('tsc'), '-p', 'tsconfig.examples.json']);
