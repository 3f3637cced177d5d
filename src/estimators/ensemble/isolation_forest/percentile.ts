/** The value below which the share `level` of the values lies, interpolated between neighbours. O(n log n). */
export function linearPercentile(values: Float64Array, level: number): number {
  const sorted = values.slice().sort();
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const share = position - below;
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  // From the nearer end, as numpy does, so that both ends are met exactly.
  return share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share;
}
