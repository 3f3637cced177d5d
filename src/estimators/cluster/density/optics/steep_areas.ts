/** The reachability plot, with an Infinity at its end. */
export interface Plot {
  readonly reachability: Float64Array;
  /** Place of the predecessor of the row at each place, or -1. */
  readonly predecessorPlace: Int32Array;
}

/** What makes a cluster. */
export interface XiOptions {
  readonly xi: number;
  readonly minSamples: number;
  readonly minClusterSize: number;
  readonly predecessorCorrection: boolean;
}

/** First and last place of a cluster. */
export type Span = readonly [number, number];

/** A steep downward area, and the greatest reachability after it so far. */
interface Descent {
  readonly start: number;
  readonly end: number;
  between: number;
}

/** Clusters between steep downward and upward areas (figure 19 of the paper), nested ones before those around them. */
export function steepClusters(plot: Plot, options: XiOptions): Span[] {
  const r = plot.reachability;
  const n = r.length - 1;
  const complement = 1 - options.xi;
  const ratio = (i: number): number => r[i] / r[i + 1];
  const steepUp = (i: number): boolean => ratio(i) <= complement;
  const steepDown = (i: number): boolean => ratio(i) >= 1 / complement;
  const down = (i: number): boolean => ratio(i) > 1;
  const up = (i: number): boolean => ratio(i) < 1;
  let descents: Descent[] = [];
  const clusters: Span[] = [];
  let index = 0;
  let between = 0;
  for (let at = 0; at < n; at++) {
    const falls = steepDown(at);
    if ((!falls && !steepUp(at)) || at < index) continue;
    for (let i = index; i <= at; i++) if (r[i] > between) between = r[i];
    const most = between;
    descents =
      most === Number.POSITIVE_INFINITY ? [] : descents.filter((d) => most <= r[d.start] * complement);
    for (const d of descents) d.between = Math.max(d.between, most);
    const end = falls
      ? extend(steepDown, up, at, n, options.minSamples)
      : extend(steepUp, down, at, n, options.minSamples);
    index = end + 1;
    between = r[index];
    if (falls) {
      descents.push({ start: at, end, between: 0 });
      continue;
    }
    for (const descent of descents.toReversed()) {
      const span = clusterBetween(plot, descent, at, end, complement, options);
      if (span) clusters.push(span);
    }
  }
  return clusters;
}

/** End of the steep area that starts at a place: it may hold some places that are not steep, but none that turns. */
function extend(
  steep: (i: number) => boolean,
  turns: (i: number) => boolean,
  start: number,
  n: number,
  most: number,
): number {
  let level = 0;
  let end = start;
  for (let i = start; i < n; i++) {
    if (steep(i)) {
      level = 0;
      end = i;
    } else if (turns(i) || ++level > most) {
      break;
    }
  }
  return end;
}

/** The cluster between a descent and an ascent (definition 11 of the paper), if there is one. */
function clusterBetween(
  { reachability: r, predecessorPlace }: Plot,
  descent: Descent,
  ascent: number,
  last: number,
  complement: number,
  { minClusterSize, predecessorCorrection }: XiOptions,
): Span | undefined {
  let start = descent.start;
  let end = last;
  const after = r[last + 1];
  if (after * complement < descent.between) return undefined;
  const top = r[descent.start];
  if (top * complement >= after) {
    while (r[start + 1] > after && start < descent.end) start++;
  } else if (after * complement >= top) {
    while (r[end - 1] > top && end > ascent) end--;
  }
  if (predecessorCorrection) {
    // The last row must have been reached from within, or lie lower than the first.
    while (start < end && r[start] <= r[end]) {
      const from = predecessorPlace[end];
      if (from >= start && from < end) break;
      end--;
    }
    if (start >= end) return undefined;
  }
  const fits = end - start + 1 >= minClusterSize && start <= descent.end && end >= ascent;
  return fits ? [start, end] : undefined;
}
