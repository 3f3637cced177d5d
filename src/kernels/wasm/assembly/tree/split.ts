// The best split of the node at work: columns are drawn one by one, without those known to be constant here, until
// `maxFeatures` have been looked at and one of them was not constant. The draws are scikit-learn's.
import { at } from '../shared/simd';
import * as absolute from './absolute_error';
import * as best from './best';
import { keepSet, orderAtRandom, orderByMean, ordersToTry, placeKeys } from './categories';
import { gatherCodes, gatherKeys, gatherValues, highest, isConstant, lowest, missing, present, sumMissing } from './column';
import { count, gatherAll } from './node';
import * as packed from './packed_search';
import { isPacked } from './packed_rows';
import {
  ABSOLUTE_ERROR, CATEGORICAL, constants, criterion, features, flagsOf, HAS_MISSING, keys, maxFeatures, nCodesOf,
  nColumns, randomSplitter, spareKeys, valuesOf,
} from './problem';
import { randomInteger } from './random';
import { codeBelow, drawnThreshold, drawThreshold, scanRows, tryOne, trySeparate } from './scan';
import { sortKeys } from './sort';
import * as values from './value_search';

/** Columns found constant in the node or above it: `findSplit` leaves the number here for the children. */
export let nConstants: i32 = 0;
/** Keys looked at, as a measure of the work done. */
export let work: i32 = 0;

// @ts-ignore: decorator
@inline
function swapFeatures(a: i32, b: i32): void {
  const kept = load<i32>(at<i32>(features, a));
  store<i32>(at<i32>(features, a), load<i32>(at<i32>(features, b)));
  store<i32>(at<i32>(features, b), kept);
}

/** Searches the node at work; `known` columns are constant in it. The result is in best.ts. */
export function findSplit(known: i32, lower: f64, upper: f64): void {
  best.resetBest(lower, upper);
  let untried = nColumns, visited = 0, found = 0, drawn = 0, total = known;
  work = count;
  while (untried > total && (visited < maxFeatures || visited <= found + drawn)) {
    visited++;
    let j = randomInteger(drawn, untried - found);
    if (j < known) {
      swapFeatures(drawn, j);
      drawn++;
      continue;
    }
    j += found;
    const f = load<i32>(at<i32>(features, j));
    const quick = searchesQuickly(f);
    if (quick && randomSplitter && valuesOf(f) != 0) gatherValues(f);
    else if (quick) gatherCodes(f);
    else {
      gatherAll();
      gatherKeys(f);
    }
    work += count;
    if (isConstant()) {
      swapFeatures(j, total);
      found++;
      total++;
      continue;
    }
    untried--;
    swapFeatures(untried, j);
    if (!quick) tryColumn(f);
    else if (isPacked) packed.tryColumn(f);
    else values.tryColumn(f);
  }
  // Siblings and children rely on the order of the constants that were known before.
  for (let i = 0; i < known; i++) store<i32>(at<i32>(features, i), load<i32>(at<i32>(constants, i)));
  for (let i = known; i < total; i++) store<i32>(at<i32>(constants, i), load<i32>(at<i32>(features, i)));
  nConstants = total;
}

/** Whether one of the quick searches knows the column. */
// @ts-ignore: decorator
@inline
function searchesQuickly(f: i32): bool {
  return (flagsOf(f) & (CATEGORICAL | HAS_MISSING)) == 0 && (isPacked ? packed.knows() : values.knows());
}

/** Any column, any criterion. */
function tryColumn(f: i32): void {
  if ((flagsOf(f) & CATEGORICAL) != 0) tryCategories(f);
  else if (randomSplitter) {
    const threshold = drawThreshold(f);
    const missingLeft = missing > 0 && randomInteger(0, 2) == 1;
    const code = lowest == highest ? lowest : codeBelow(f, threshold);
    evaluate(f, code, missingLeft, drawnThreshold(f, threshold, code));
  } else {
    sortKeys(keys, count, spareKeys, 32 - clz(nCodesOf(f)));
    scan(f, highest);
  }
}

function tryCategories(f: i32): void {
  if (randomSplitter) {
    const n = orderAtRandom(f);
    placeKeys(f, n);
    const last = n == 1 ? 0 : randomInteger(0, n - 1);
    const before = best.gain;
    evaluate(f, last, missing > 0 && randomInteger(0, 2) == 1, NaN);
    if (best.gain > before) keepSet(f, last, n);
    return;
  }
  for (let which = 0, all = ordersToTry(); which < all; which++) {
    if (which > 0) gatherKeys(f);
    const n = orderByMean(f, which);
    placeKeys(f, n);
    sortKeys(keys, count, spareKeys, 32 - clz(nCodesOf(f)));
    const before = best.gain;
    scan(f, n - 1);
    if (best.gain > before) keepSet(f, best.low, n);
  }
}

/** Every split of sorted keys; `highestCode` is the largest code that is not missing. */
function scan(f: i32, highestCode: u32): void {
  if (criterion == ABSOLUTE_ERROR) return absolute.scanRows(f, highestCode);
  sumMissing(f);
  scanRows(f, false);
  if (missing == 0) return;
  trySeparate(f, highestCode);
  scanRows(f, true);
}

/** One split. */
function evaluate(f: i32, low: u32, missingLeft: bool, threshold: f64): void {
  if (criterion == ABSOLUTE_ERROR) return absolute.tryOne(f, low, missingLeft, threshold);
  sumMissing(f);
  tryOne(f, low, missingLeft, threshold);
}
