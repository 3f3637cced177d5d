/** The five bands of the Sloan Digital Sky Survey, from blue to red. */
export const SDSS_BANDS = ['u', 'g', 'r', 'i', 'z'] as const;

/** One of the five bands. */
export type SdssBand = (typeof SDSS_BANDS)[number];

/** The four colours of adjacent bands. */
export const SDSS_COLOURS = ['u-g', 'g-r', 'r-i', 'i-z'] as const;

/** A choice of features: the five magnitudes, the four adjacent colours, both, or names. */
export type PhotometricFeatures = 'magnitudes' | 'colours' | 'both' | readonly string[];

/** The names behind a choice of features. */
export function photometricNames(features: PhotometricFeatures): readonly string[] {
  if (features === 'magnitudes') return SDSS_BANDS;
  if (features === 'colours') return SDSS_COLOURS;
  if (features === 'both') return [...SDSS_BANDS, ...SDSS_COLOURS];
  return features as readonly string[];
}

/** The two bands of a colour such as 'u-g' or 'g-i', or undefined when the name is none. */
export function colourBands(name: string): readonly [SdssBand, SdssBand] | undefined {
  const [blue, red, ...rest] = name.split('-');
  const bands: readonly string[] = SDSS_BANDS;
  if (rest.length > 0 || blue === red || !bands.includes(blue) || !bands.includes(red)) return undefined;
  return [blue as SdssBand, red as SdssBand];
}

/** Whether a name is that of a band or a colour. */
export function isPhotometric(name: string): boolean {
  return (SDSS_BANDS as readonly string[]).includes(name) || colourBands(name) !== undefined;
}

/** A magnitude or colour, from the five magnitudes in the order of the bands; undefined for other names. */
export function photometricFeature(
  name: string,
  magnitudes: readonly Float64Array[],
): Float64Array | undefined {
  const band = (SDSS_BANDS as readonly string[]).indexOf(name);
  if (band >= 0) return magnitudes[band];
  const bands = colourBands(name);
  if (!bands) return undefined;
  const [blue, red] = bands.map((b) => magnitudes[SDSS_BANDS.indexOf(b)]);
  return blue.map((value, i) => value - red[i]);
}
