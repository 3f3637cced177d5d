/**
 * Reorders `order` (positions into `values`) so that its first k entries are those of the k smallest values. Equal
 * values are chosen in the very order of NumPy's argpartition (introselect with the median of three), because
 * distances between categories tie all the time and the choice decides which rows are neighbours. O(n) on average.
 * Reference: Hoare, CACM 4 (1961) 321; Musser, SPE 27 (1997) 983.
 */
export function argPartition(values: Float64Array, order: Int32Array, k: number): void {
  const kth = k - 1;
  let low = 0;
  let high = order.length - 1;
  if (kth < 3) {
    selectSmallest(values, order, k);
    return;
  }
  if (kth === high) {
    moveLargestLast(values, order);
    return;
  }
  while (low + 1 < high) {
    const middle = low + ((high - low) >> 1);
    // The median of three goes to `low`, the smallest to `low + 1`: both ends then stop the scans.
    if (values[order[high]] < values[order[middle]]) swap(order, high, middle);
    if (values[order[high]] < values[order[low]]) swap(order, high, low);
    if (values[order[low]] < values[order[middle]]) swap(order, low, middle);
    swap(order, middle, low + 1);
    const pivot = values[order[low]];
    let left = low + 1;
    let right = high;
    for (;;) {
      do left++;
      while (values[order[left]] < pivot);
      do right--;
      while (pivot < values[order[right]]);
      if (right < left) break;
      swap(order, left, right);
    }
    swap(order, low, right);
    if (right >= kth) high = right - 1;
    if (right <= kth) low = left;
  }
  if (high === low + 1 && values[order[high]] < values[order[low]]) swap(order, high, low);
}

/** For very small k: the smallest first, then the next. */
function selectSmallest(values: Float64Array, order: Int32Array, k: number): void {
  for (let i = 0; i < k; i++) {
    let least = i;
    for (let j = i + 1; j < order.length; j++) if (values[order[j]] < values[order[least]]) least = j;
    swap(order, i, least);
  }
}

function moveLargestLast(values: Float64Array, order: Int32Array): void {
  let largest = 0;
  for (let j = 1; j < order.length; j++) if (values[order[j]] >= values[order[largest]]) largest = j;
  swap(order, order.length - 1, largest);
}

function swap(order: Int32Array, i: number, j: number): void {
  const kept = order[i];
  order[i] = order[j];
  order[j] = kept;
}
