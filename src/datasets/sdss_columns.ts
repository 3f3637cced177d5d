import { describe, InvalidFileError, InvalidParameterError, nearestName } from '../core/errors.js';
import { SDSS_BANDS, type SdssBand } from './sdss_bands.js';

/** What a column of a catalogue can be to the loader. */
export type SdssRole = SdssBand | 'class' | 'redshift' | 'id';

/** Which column of the file plays which role; null for the class says that there is none. */
export type SdssColumns = Readonly<Partial<Record<SdssRole, string | null>>>;

/** The recognised columns of a file. */
export interface SdssLayout {
  /** The columns of u, g, r, i and z. */
  readonly bands: readonly string[];
  readonly class: string | undefined;
  readonly redshift: string | undefined;
  readonly id: string | undefined;
  /** Columns of identifiers, which are read as text. */
  readonly identifiers: readonly string[];
}

/** How exports call the magnitude of band b; the first for which all five are there is taken. */
const MAGNITUDE_FORMS: readonly ((band: string) => string)[] = [
  (band) => band,
  (band) => `psfmag${band}`,
  (band) => `modelmag${band}`,
  (band) => `cmodelmag${band}`,
  (band) => `dered${band}`,
  (band) => `petromag${band}`,
  (band) => `fibermag${band}`,
  (band) => `${band}mag`,
  (band) => `mag${band}`,
];
const CLASS_NAMES = ['class', 'spectroscopicclass', 'specclass', 'spclass', 'spectralclass'];
const REDSHIFT_NAMES = ['redshift', 'zspec', 'specz', 'spectroscopicredshift', 'zsp'];
const ID_NAMES = ['objid', 'bestobjid', 'specobjid', 'thingid', 'sourceid'];
const IDENTIFIER =
  /^(best|spec|flux|photo|parent|neighbor|phot|field|plate|target|thing|source|run)*(obj)?id$/;
const LEAKS =
  /^(class|subclass|spectro.*|specobj.*|plate.*|mjd|tile|fiber(id)?|z?warning|zerr|redshift(err)?|z(spec|sp|noqso)|specz|veldisp.*|sn(median|medianall)|run2d|run1d|instrument|survey|programname)$/;

/** A column name without case, blanks and joints. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/g, '');
}

/**
 * Recognises the columns of a catalogue by name, without regard to case.
 * @throws InvalidFileError when the magnitudes or the class are not found.
 * @throws InvalidParameterError when `given` names a column that is not there.
 */
export function recogniseSdss(names: readonly string[], given: SdssColumns, source: string): SdssLayout {
  const byPlain = new Map<string, string>();
  for (const name of names) if (!byPlain.has(plain(name))) byPlain.set(plain(name), name);
  for (const [role, name] of Object.entries(given)) {
    if (name !== null && !names.includes(name)) throw noColumn(role, name, names, source);
  }
  const find = (candidates: readonly string[]) =>
    candidates.map((candidate) => byPlain.get(candidate)).find((name) => name !== undefined);

  const form = MAGNITUDE_FORMS.find((of) => SDSS_BANDS.every((band) => given[band] ?? byPlain.has(of(band))));
  if (!form) {
    throw missing(
      `the file has no columns for the magnitudes ${SDSS_BANDS.join(', ')}`,
      "columns: { u: '...', g: '...', r: '...', i: '...', z: '...' }",
      names,
      source,
    );
  }
  const bands = SDSS_BANDS.map((band) => given[band] ?? (byPlain.get(form(band)) as string));
  const found = given.class === undefined ? find(CLASS_NAMES) : given.class;
  if (found === undefined) {
    throw missing(
      'the file has no column of classes',
      "columns: { class: '...' }, or { class: null } for a catalogue without classes",
      names,
      source,
    );
  }
  // In SkyServer's tables of spectra the redshift is called z; beside psfMag_z and the like, z is that.
  const z = byPlain.get('z');
  const spectral = z !== undefined && !bands.includes(z) ? z : undefined;
  return {
    bands,
    class: found ?? undefined,
    redshift: given.redshift ?? find(REDSHIFT_NAMES) ?? spectral,
    id: given.id ?? find(ID_NAMES),
    identifiers: names.filter((name) => IDENTIFIER.test(plain(name)) && plain(name) !== 'id'),
  };
}

/** Whether a column comes from the spectrum or the targeting and so gives the class away. */
export function leaksClass(name: string, layout: SdssLayout): boolean {
  if (layout.bands.includes(name)) return false;
  return name === layout.class || name === layout.redshift || LEAKS.test(plain(name));
}

function missing(what: string, option: string, names: readonly string[], source: string): InvalidFileError {
  const remedy = `Pass ${option}.`;
  const shown = names.slice(0, 12).map((name) => `'${name}'`);
  return new InvalidFileError(
    `${source}: ${what}. Its columns are ${shown.join(', ')}${names.length > 12 ? ', ...' : ''}. ${remedy}`,
    { estimator: source, remedy },
  );
}

function noColumn(role: string, name: unknown, names: readonly string[], source: string) {
  const near = nearestName(String(name), names);
  const remedy = near ? `Did you mean ${describe(near)}?` : 'Correct it.';
  return new InvalidParameterError(
    `${source}: option 'columns' names a column for '${role}' that is not there. Got ${describe(name)}. ${remedy}`,
    { estimator: source, parameter: 'columns', received: describe(name), remedy },
  );
}
