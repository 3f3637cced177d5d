// What a finished tree says of its rows: the value of every node, and the leaf of every row.
import { at } from '../shared/simd';
import { isClassification, nClasses, nOutputs, rows, targets, weights, width } from './problem';
import * as tree from './tree';

/** Writes shares of the classes or means (f64, nodes x width): leaves from rows, inner nodes from their children. */
export function fillValues(values: usize): void {
  memory.fill(values, 0, (<usize>tree.nNodes * <usize>width) << 3);
  for (let id = tree.nNodes - 1; id >= 0; id--) {
    const sums = at<f64>(values, id * width);
    const left = tree.leftOf(id);
    if (left < 0) sumRows(id, sums);
    else {
      const a = at<f64>(values, left * width), b = at<f64>(values, tree.rightOf(id) * width);
      for (let c = 0; c < width; c++) {
        store<f64>(at<f64>(sums, c), load<f64>(at<f64>(a, c)) + load<f64>(at<f64>(b, c)));
      }
    }
  }
  for (let id = 0; id < tree.nNodes; id++) {
    const weight = tree.weightOf(id), sums = at<f64>(values, id * width);
    for (let c = 0; c < width; c++) store<f64>(at<f64>(sums, c), load<f64>(at<f64>(sums, c)) / weight);
  }
}

function sumRows(id: i32, sums: usize): void {
  const from = tree.firstOf(id);
  for (let i = from, end = from + tree.sizeOf(id); i < end; i++) {
    const row = <usize>load<u32>(at<u32>(rows, i));
    const w = load<f64>(weights + (row << 3));
    for (let k = 0; k < nOutputs; k++) {
      const slot = row * <usize>nOutputs + <usize>k;
      if (isClassification()) {
        const sum = at<f64>(sums, k * nClasses + load<i32>(targets + (slot << 2)));
        store<f64>(sum, load<f64>(sum) + w);
      } else {
        const sum = at<f64>(sums, k);
        store<f64>(sum, load<f64>(sum) + w * load<f64>(targets + (slot << 3)));
      }
    }
  }
}

/** Writes the leaf of every row of the tree (i32); other rows stay as they are. */
export function fillLeaves(leaves: usize): void {
  for (let id = 0; id < tree.nNodes; id++) {
    if (tree.leftOf(id) >= 0) continue;
    const from = tree.firstOf(id);
    for (let i = from, end = from + tree.sizeOf(id); i < end; i++) {
      store<i32>(at<i32>(leaves, <i32>load<u32>(at<u32>(rows, i))), id);
    }
  }
}

/** How many nodes the tree has. */
export function nodeCount(): i32 { return tree.nNodes; }

/** How many words its sets of categories take. */
export function setWordCount(): i32 { return tree.setWords; }
