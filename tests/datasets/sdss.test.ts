import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../src/core/warnings.js';
import { readCsv } from '../../src/datasets/csv/index.js';
import { loadSdss } from '../../src/datasets/sdss.js';

const text = [
  '#Table1',
  'objID,psfMag_u,psfMag_g,psfMag_r,psfMag_i,psfMag_z,specObjID,Class,z,zWarning',
  '1237653651835781245,19.5,17,15.9,15.5,15.2,845594848269461504,STAR,-0.0001,0',
  '1237653651835781244,18.7,18.5,18.4,18.3,18.2,845594848269461505,QSO,1.5,0',
  '1237653651835781243,20.5,-9999,18.4,18.3,18.2,845594848269461506, GALAXY ,0.1,4',
  '1237653651835781242,20.5,19,18.4,18.3,18.2,845594848269461507,,0.1,4',
].join('\n');

describe('loadSdss', () => {
  it('recognises column variants, keeps ids as text, and leaves out incomplete rows with a warning', async () => {
    const { value, warnings } = await collectWarnings(() => loadSdss({ text }));
    expect(value.featureNames).toEqual(['u', 'g', 'r', 'i', 'z', 'u-g', 'g-r', 'r-i', 'i-z']);
    expect(value.data.columnNames).toEqual(value.featureNames);
    expect(value.target).toEqual(['STAR', 'QSO']);
    expect(value.targetNames).toEqual(['QSO', 'STAR']);
    expect(value.ids).toEqual(['1237653651835781245', '1237653651835781244']);
    expect(value.table.text('specObjID')[0]).toBe('845594848269461504');
    expect(value.redshift).toEqual(Float64Array.of(-0.0001, 1.5));
    expect(value.data.get(0, 4)).toBe(15.2); // the magnitude z, not the redshift z
    expect(value.data.get(0, 5)).toBe(19.5 - 17);
    expect(warnings.map((w) => w.message)).toEqual([expect.stringMatching(/^2 of 4 rows lack a feature/)]);
  });

  it('takes magnitudes, colours, any pair of bands, and other columns', async () => {
    const classes = ['STAR', 'QSO'];
    const { value } = await collectWarnings(() => loadSdss({ text }, { features: 'magnitudes', classes }));
    expect(value.featureNames).toEqual(['u', 'g', 'r', 'i', 'z']);
    const list = await collectWarnings(() =>
      loadSdss({ text }, { features: ['g-i', 'u', 'zWarning'], classes }),
    );
    expect(list.value.data.to2DArray()).toEqual([
      [17 - 15.5, 19.5, 0],
      [18.5 - 18.3, 18.7, 0],
    ]);
    expect(list.warnings.map((w) => w.message).join()).toMatch(/'zWarning' come from the spectrum/);
  });

  it.each(['plate', 'MJD', 'fiberID', 'zErr', 'redshift', 'SN_median'])(
    'warns that %s leaks the class',
    async (name) => {
      const file = `u,g,r,i,z,class,plate,MJD,fiberID,zErr,redshift,SN_median\n1,2,3,4,5,QSO,7,8,9,1,2,4\n`;
      const { warnings } = await collectWarnings(() => loadSdss({ text: file }, { features: ['u', name] }));
      expect(warnings.map((w) => w.name)).toEqual(['DataWarning']);
      expect(warnings[0].message).toContain(`'${name}'`);
    },
  );

  it('does not warn about magnitudes, colours and image columns', async () => {
    const file = 'u,g,r,i,z,class,run\n1,2,3,4,5,QSO,6\n';
    const { warnings } = await collectWarnings(() =>
      loadSdss({ text: file }, { features: ['z', 'i-z', 'run'] }),
    );
    expect(warnings).toEqual([]);
  });

  it('keeps rows with missing features on request, and files without classes', async () => {
    const labelled = text.split('\n').slice(0, 5).join('\n');
    const { value } = await collectWarnings(() => loadSdss({ text: labelled }, { dropMissing: false }));
    expect(value.data.rows).toBe(3);
    expect(value.data.get(2, 1)).toBeNaN();
    expect(value.target[2]).toBe('GALAXY');
    const bare = await loadSdss({ text: 'U,G,R,I,Z\n1,2,3,4,5\n' }, { columns: { class: null } });
    expect(bare.target).toEqual([]);
    expect(bare.ids).toBeUndefined();
    expect(bare.redshift).toBeUndefined();
    const own = await loadSdss(
      { text: 'a,b,c,d,e,kind\n1,2,3,4,5,x\n' },
      { columns: { u: 'a', g: 'b', r: 'c', i: 'd', z: 'e', class: 'kind' }, features: 'magnitudes' },
    );
    expect(own.data.to2DArray()).toEqual([[1, 2, 3, 4, 5]]);
    expect(own.target).toEqual(['x']);
  });

  it('says what is wrong', async () => {
    await expect(loadSdss({ text: 'a,b\n1,2\n' })).rejects.toThrow(
      /no columns for the magnitudes.*columns: \{ u:/,
    );
    await expect(loadSdss({ text: 'u,g,r,i,z\n1,2,3,4,5\n' })).rejects.toThrow(/no column of classes/);
    await expect(loadSdss({ text }, { classes: ['STRA'] })).rejects.toThrow(/Did you mean 'STAR'/);
    await expect(loadSdss({ text }, { features: 'all' as 'both' })).rejects.toThrow(/features/);
    await expect(loadSdss({ text }, { feature: 'both' } as object)).rejects.toThrow(
      /Did you mean 'features'/,
    );
    await expect(loadSdss({ text }, { columns: { class: 'Clas' } })).rejects.toThrow(/Did you mean "Class"/);
    await expect(collectWarnings(() => loadSdss({ text }, { features: ['psfMag_x'] }))).rejects.toThrow(
      /psfMag_u/,
    );
    await expect(
      collectWarnings(() => loadSdss({ text: text.replaceAll('17,', '-9999,') }, { classes: ['STAR'] })),
    ).rejects.toThrow(/no row is left/);
  });
});

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const absent = !existsSync(`${folder}sdss_dr14.csv`);
if (absent) console.warn(`SKIPPED: the tests on real catalogues, because ${folder} has no sdss_dr14.csv.`);

describe('real catalogues', () => {
  it.skipIf(absent)('SDSS DR14: class counts, ids as written, leak of the redshift', async () => {
    const { value, warnings } = await collectWarnings(() => loadSdss(`${folder}sdss_dr14.csv`));
    const counts = new Map<string, number>();
    for (const label of value.target) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ GALAXY: 4998, STAR: 4152, QSO: 850 });
    expect(value.data.rows).toBe(10_000);
    expect(value.ids?.[0]).toBe('1.23764870457714E+018');
    expect(warnings).toEqual([]);
    const stars = await loadSdss(`${folder}sdss_dr14.csv`, { classes: ['STAR', 'QSO'], features: 'colours' });
    expect(stars.data.rows).toBe(5002);
    expect(stars.data.columns).toBe(4);
    const leak = await collectWarnings(() =>
      loadSdss(`${folder}sdss_dr14.csv`, { features: ['u-g', 'redshift'] }),
    );
    expect(leak.warnings).toHaveLength(1);
  });

  it.skipIf(absent)('SkyServer exports begin with #Table1 and hold 64-bit ids', async () => {
    const table = await readCsv(`${folder}protocol/aq_sdss_tests_data_xid_sp.txt`, { comment: '#' });
    expect(table.kind('objid')).toBe('text');
    expect(table.text('specobjid')[0]).toBe('845594848269461504');
  });

  it.skipIf(absent)('HTRU2 names are trimmed, BATSE blanks are missing', async () => {
    const pulsars = await readCsv(`${folder}htru2_pulsars.csv`);
    expect(pulsars.rows).toBe(17_898);
    expect(pulsars.columns[1]).toBe('Standard deviation of the integrated profile');
    expect(pulsars.numbers('target_class').reduce((sum, value) => sum + value, 0)).toBe(1639);
    const bursts = await readCsv(`${folder}batse_grb.csv`);
    expect(bursts.rows).toBe(2702);
    expect(bursts.columns.length).toBe(47);
    expect(bursts.numbers('max_cts_64')[0]).toBeNaN();
    expect(bursts.numbers('day_trigger')[0]).toBe(8938);
  });
});
