import { InvalidParameterError } from '../../core/errors.js';
import { custom, type ParamSpec } from '../../core/params.js';

/** The penalty: one number, or one for each target. */
export function penalty(): ParamSpec<number | readonly number[]> {
  const accepts = (v: unknown): boolean => typeof v === 'number' && v >= 0 && Number.isFinite(v);
  return custom<number | readonly number[]>(1, {
    doc: 'Strength of the l2 penalty: one value, or one per target.',
    expected: 'a number >= 0, or an array of such numbers',
    accepts: (value) => (Array.isArray(value) ? value.length > 0 && value.every(accepts) : accepts(value)),
    invalid: [-1, 'none', {}, [-1], []],
  });
}

/** One penalty per target. @throws InvalidParameterError for another number of them. */
export function penaltiesOf(
  alpha: number | readonly number[],
  targets: number,
  estimator: string,
): readonly number[] {
  if (typeof alpha === 'number') return new Array<number>(targets).fill(alpha);
  if (alpha.length === targets) return alpha;
  throw new InvalidParameterError(
    `${estimator}: parameter 'alpha' must be one number, or one for each of the ${targets} targets. Got ${alpha.length}. Correct it.`,
    { estimator, parameter: 'alpha', received: `${alpha.length} values` },
  );
}
