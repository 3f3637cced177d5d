import { describe, InvalidInputError } from '../../core/errors.js';
import { approximateMode, type RandomState } from '../../core/random.js';
import { type Codes, rowsByClass } from './codes.js';
import type { Fold } from './splitter.js';

/**
 * Draws random parts that keep the class shares.
 * @throws InvalidInputError at once for a class of one row, or parts with fewer rows than there are classes.
 */
export function stratifiedParts(
  target: Codes,
  { nTrain, nTest }: { nTrain: number; nTest: number },
  source: string,
): (random: RandomState) => Fold {
  const { counts, classes } = target;
  checkParts(target, nTrain, nTest, source);
  const members = rowsByClass(target);
  return (random) => {
    const trainCounts = approximateMode(counts, nTrain, random);
    const left = counts.map((count, c) => count - trainCounts[c]);
    const testCounts = approximateMode(left, nTest, random);
    const train = new Int32Array(nTrain);
    const test = new Int32Array(nTest);
    let toTrain = 0;
    let toTest = 0;
    for (let c = 0; c < classes.length; c++) {
      const rows = members[c];
      const order = random.permutation(rows.length);
      const inTrain = trainCounts[c];
      for (let j = 0; j < inTrain; j++) train[toTrain++] = rows[order[j]];
      for (let j = 0; j < testCounts[c]; j++) test[toTest++] = rows[order[inTrain + j]];
    }
    return { train: random.shuffle(train), test: random.shuffle(test) };
  };
}

function checkParts({ counts, classes }: Codes, nTrain: number, nTest: number, source: string): void {
  const refuse = (what: string, received: string, remedy: string): never => {
    throw new InvalidInputError(`${source}: ${what}. Got ${received}. ${remedy}`, {
      estimator: source,
      received,
      remedy,
    });
  };
  const alone = classes.filter((_, c) => counts[c] < 2);
  if (alone.length > 0) {
    refuse(
      'every class needs two rows, one for each part, but some have one row',
      `the class${alone.length > 1 ? 'es' : ''} ${alone.slice(0, 8).map(describe).join(', ')}${alone.length > 8 ? ', ...' : ''}`,
      'Drop them or add rows.',
    );
  }
  const k = classes.length;
  if (nTrain < k) {
    refuse(`the training part needs a row for each of the ${k} classes`, `${nTrain} rows`, 'Enlarge it.');
  }
  if (nTest < k) {
    refuse(`the test part needs a row for each of the ${k} classes`, `${nTest} rows`, 'Enlarge it.');
  }
}
