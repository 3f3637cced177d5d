// Kernel rows in single precision, computed when asked for and kept while there is room: the longest unused goes
// first. A row may be known for its first places only, because shrunk places are not needed.
import { kernelRowF32, rowInPanels } from './kernel_rows';
import { getInt, problem, setInt } from './problem';

/** Empties the cache. */
export function clearCache(): void {
  const p = problem;
  p.used = 0;
  p.turn = 0;
  forgetSpread();
  setInt(p.previous, p.mostSlots, p.mostSlots);
  setInt(p.next, p.mostSlots, p.mostSlots);
  for (let i = 0; i < p.rows; i++) setInt(p.slotOf, i, -1);
}

/** Whether more room would be used. */
export function cacheIsShort(): bool {
  return problem.used == problem.slots && problem.slots < problem.mostSlots;
}

/** Says that there is room for more rows. */
export function setSlots(slots: i32): void {
  problem.slots = slots;
}

/** Marks every row as known: the caller has written the whole kernel matrix. Slot i holds row i. */
export function fillCache(): void {
  const p = problem;
  clearCache();
  p.used = p.rows;
  for (let i = 0; i < p.rows; i++) {
    setInt(p.slotOf, i, i);
    setInt(p.owner, i, i);
    setInt(p.length, i, p.rows);
    link(i);
  }
}

function unlink(slot: i32): void {
  const before = getInt(problem.previous, slot);
  const after = getInt(problem.next, slot);
  setInt(problem.next, before, after);
  setInt(problem.previous, after, before);
}

function link(slot: i32): void {
  const head = problem.mostSlots;
  const after = getInt(problem.next, head);
  setInt(problem.next, head, slot);
  setInt(problem.previous, slot, head);
  setInt(problem.next, slot, after);
  setInt(problem.previous, after, slot);
}

/** The slot of a row, emptied if the row had none. */
function slotFor(id: i32): i32 {
  const p = problem;
  let slot = getInt(p.slotOf, id);
  if (slot >= 0) {
    unlink(slot);
    link(slot);
    return slot;
  }
  if (p.used < p.slots) slot = p.used++;
  else {
    slot = getInt(p.previous, p.mostSlots);
    unlink(slot);
    setInt(p.slotOf, getInt(p.owner, slot), -1);
  }
  setInt(p.slotOf, id, slot);
  setInt(p.owner, slot, id);
  setInt(p.length, slot, 0);
  link(slot);
  return slot;
}

/**
 * Kernel values of the variable at a place with those at places 0 .. length. Valid until four further rows have
 * been asked for.
 */
export function kernelRow(place: i32, length: i32): usize {
  const p = problem;
  const id = p.mirrored ? getInt(p.source, place) : getInt(p.order, place);
  const needed = p.mirrored ? p.rows : length;
  const slot = slotFor(id);
  const row = p.cache + <usize>slot * <usize>p.stride;
  const known = getInt(p.length, slot);
  if (known < needed) {
    const from = known >> 3, to = (needed + 7) >> 3;
    const x = rowInPanels(p.panels, p.columns, p.mirrored ? id : place);
    kernelRowF32(p.kind, p.gamma, p.coef0, p.degree, p.columns, x, p.panels, from, to, row);
    setInt(p.length, slot, needed);
    p.effort += <f64>((to - from) * 8) * <f64>(p.columns + 16);
  }
  if (!p.mirrored) return row;
  const kept = findSpread(place, length);
  if (kept >= 0) return spreadAt(kept);
  const turn = p.turn;
  p.turn = (turn + 1) & 3;
  setInt(spreadPlaces, turn, place);
  setInt(spreadLengths, turn, length);
  const spread = spreadAt(turn);
  for (let k = 0; k < length; k++) {
    store<f32>(spread + (<usize>k << 2), load<f32>(row + (<usize>getInt(p.source, k) << 2)));
  }
  p.effort += <f64>length;
  return spread;
}

// Mirrored: which place each spread row belongs to, and for how many places it is known.
const spreadPlaces = memory.data(16, 16);
const spreadLengths = memory.data(16, 16);

// @ts-ignore: decorator
@inline
function spreadAt(turn: i32): usize {
  return problem.spread + <usize>turn * ((<usize>problem.n * 4 + 31) & ~15);
}

/** The spread row of a place, or -1; it is not the next to be overwritten. */
function findSpread(place: i32, length: i32): i32 {
  for (let t = 0; t < 4; t++) {
    if (getInt(spreadPlaces, t) != place || getInt(spreadLengths, t) < length) continue;
    if (problem.turn == t) problem.turn = (t + 1) & 3;
    return t;
  }
  return -1;
}

/** Forgets the spread rows, whose places have changed. */
export function forgetSpread(): void {
  for (let t = 0; t < 4; t++) setInt(spreadPlaces, t, -1);
}

/** Carries the recorded exchanges of places over to the cached rows. */
export function swapInCache(count: i32): void {
  const p = problem;
  forgetSpread();
  if (p.mirrored) return;
  for (let slot = 0; slot < p.used; slot++) {
    const row = p.cache + <usize>slot * <usize>p.stride;
    let known = getInt(p.length, slot);
    for (let k = 0; k < count; k++) {
      const a = getInt(p.swaps, 2 * k), b = getInt(p.swaps, 2 * k + 1);
      if (known > b) {
        const left = row + (<usize>a << 2), right = row + (<usize>b << 2);
        const kept = load<f32>(left);
        store<f32>(left, load<f32>(right));
        store<f32>(right, kept);
      } else if (known > a) known = a;
    }
    setInt(p.length, slot, known);
  }
}
