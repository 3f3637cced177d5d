// The tests: format and lint, types (type tests included), then all suites. Closes with a plain summary line.
import { readFileSync, rmSync } from 'node:fs';
import { must, root, run, tool } from './run.mjs';

const report = `${root}node_modules/.cache/vitest-report.json`;
rmSync(report, { force: true });
await must(tool('biome'), ['ci', '--error-on-warnings', '.']);
await must(process.execPath, [tool('tsc'), '-p', 'tsconfig.json']);
const code = await run(process.execPath, [
  tool('vitest'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
  readFileSync(report, 'utf8'),
);
console.log(
  `\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`,
);
process.exit(code ?? 1);
