import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each example must print; modules that examples share print nothing. */
const EXPECTED: Readonly<Record<string, readonly RegExp[]>> = {
  imbalance_table: [],
  rare_objects: [/Looking for QSO/, /threshold: contamination/],
  star_qso: [/Grid search/, /completeness/, /same \d+ predictions/, /scaled SVC\(C=10\)/, /balanced forest/],
  star_qso_network: [/loss/i],
  strangest_objects: [/./],
  unsupervised_survey: [
    /PCA: components explain/,
    /k-means, 2 clusters/,
    /BIC/,
    /short: +\d.* mean T90/,
    /ambiguous/,
  ],
};

const names = readdirSync(`${root}examples`).map((file) => file.replace(/\.ts$/, ''));

describe('the examples run', () => {
  it('and each has its expectations', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...names].sort());
  });

  it.each(names)(
    '%s',
    async (name) => {
      const { stdout } = await promisify(execFile)(process.execPath, [`build/examples/${name}.js`], {
        cwd: root,
      });
      for (const pattern of EXPECTED[name]) expect(stdout).toMatch(pattern);
    },
    240_000,
  );
});
