import { afterAll, describe, expect, it } from 'vitest';
import { setWarningHandler } from '../../src/core/warnings.js';
import { installRegistry } from '../../src/registry/index.js';
import { checksFor, type EstimatorCase, runCheck } from '../../src/testing/index.js';

/** Every check that applies to every case of a family; exceptions are printed with their reasons. */
export function conformance(family: string, cases: Readonly<Record<string, readonly EstimatorCase[]>>): void {
  installRegistry();
  // Small data make solvers and folds warn, which is not what is tested here.
  setWarningHandler(() => {});
  const excused: string[] = [];
  let total = 0;
  afterAll(() => {
    const list = excused.map((line) => `  ${line}`).join('\n');
    console.log(`Conformance of ${family}: ${total} checks, ${excused.length} exceptions\n${list}`.trim());
  });

  for (const [name, list] of Object.entries(cases)) {
    describe.each(list.map((given, i) => [i + 1, given] as const))(`${name} %d`, (number, given) => {
      it.each(checksFor(given).map((check) => [check.name, check] as const))(
        '%s',
        async (checkName, check) => {
          total++;
          const result = await runCheck(check, given);
          if (result.outcome === 'excused')
            excused.push(`${name} ${number}: ${checkName} (${result.message})`);
          if (result.outcome === 'failed') expect.fail(result.message);
        },
      );
    });
  }

  it('holds exceptions to a small share', () => {
    expect(excused.length).toBeLessThanOrEqual(Math.max(1, 0.03 * total));
  });
}
