import { afterAll, describe, expect, it } from 'vitest';
import { setWarningHandler } from '../../src/core/warnings.js';
import { installRegistry } from '../../src/registry.js';
import { checksFor, runCheck } from '../../src/testing/index.js';
import { cases } from './cases.js';

installRegistry();
// Small data make solvers and folds warn, which is not what is tested here.
setWarningHandler(() => {});

const excused: string[] = [];
let total = 0;
afterAll(() => {
  const list = excused.map((line) => `  ${line}`).join('\n');
  console.log(
    `Conformance: ${total} cases, ${excused.length} exceptions${excused.length > 0 ? `:\n${list}` : '.'}`,
  );
});

describe.each(
  Object.entries(cases).flatMap(([name, list]) =>
    list.map((given, i) => [`${name} ${i + 1}`, given] as const),
  ),
)('%s', (name, given) => {
  it.each(checksFor(given).map((check) => [check.name, check] as const))('%s', async (checkName, check) => {
    total++;
    const result = await runCheck(check, given);
    if (result.outcome === 'excused') excused.push(`${name}: ${checkName} (${result.message})`);
    if (result.outcome === 'failed') expect.fail(result.message);
  });
});

describe('the suite itself', () => {
  it('holds exceptions to a small share', () => {
    expect(excused.length / total).toBeLessThan(0.03);
  });
});
