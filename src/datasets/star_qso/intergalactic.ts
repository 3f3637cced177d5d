/** Rest wavelengths of Lyman alpha to delta in ångström, with the coefficients of Madau (1995, ApJ 441, 18). */
const LYMAN: readonly (readonly [number, number])[] = [
  [1215.67, 0.0036],
  [1025.72, 0.0017],
  [972.54, 0.0012],
  [949.74, 0.00093],
];
const LYMAN_LIMIT = 911.75;

/**
 * Mean optical depth of the intergalactic hydrogen between us and redshift z at an observed wavelength: the Lyman
 * alpha to delta forests and the Lyman continuum (Madau 1995, equations 12-16). O(1).
 */
export function intergalacticDepth(wavelength: number, z: number): number {
  let depth = 0;
  for (const [line, coefficient] of LYMAN) {
    if (wavelength < line * (1 + z)) depth += coefficient * (wavelength / line) ** 3.46;
  }
  const source = 1 + z;
  const absorber = wavelength / LYMAN_LIMIT;
  if (absorber < source) {
    const continuum =
      0.25 * absorber ** 3 * (source ** 0.46 - absorber ** 0.46) +
      9.4 * absorber ** 1.5 * (source ** 0.18 - absorber ** 0.18) -
      0.7 * absorber ** 3 * (absorber ** -1.32 - source ** -1.32) -
      0.023 * (source ** 1.68 - absorber ** 1.68);
    depth += Math.max(0, continuum);
  }
  return depth;
}
