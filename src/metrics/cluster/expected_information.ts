import { inputError, type MatrixLike } from '../../core/input.js';
import { optionError } from '../options.js';
import { contingencyOf } from './contingency.js';

/**
 * Expected mutual information (nats) of two random labellings with the row and column sums of a table of counts.
 *
 * @param contingency counts, classes x clusters
 * @param nSamples their total
 * @throws InvalidInputError for counts that are not whole numbers >= 0; InvalidParameterError when nSamples is not the table's total.
 * O(R C n / max(R, C)) for R x C different sums. Source: scikit-learn expected_mutual_information;
 * Vinh, Epps & Bailey (2009), doi:10.1145/1553374.1553511.
 * @example
 * ```ts
 * expectedMutualInformation([[2, 0], [0, 2]], 4); // 0.2310
 * ```
 */
export function expectedMutualInformation(contingency: MatrixLike, nSamples: number): number {
  const caller = 'expectedMutualInformation';
  const { rowSums, columnSums, total, counts } = contingencyOf(contingency, caller);
  const fraction = counts.find((count) => !Number.isInteger(count));
  if (fraction !== undefined)
    throw inputError(caller, 'contingency', 'must hold whole numbers', String(fraction), 'Pass counts.');
  if (total !== nSamples)
    throw optionError(
      caller,
      'nSamples',
      `must be the sum of the counts, ${total}`,
      nSamples,
      'Pass that sum.',
    );
  return expectedInformation(rowSums, columnSums, total);
}

/**
 * The sum over all pairs (a, b) of a row sum and a column sum, and over the counts m that their cell may hold, of
 * m / n log(n m / (a b)) times the hypergeometric probability of m. Pairs of equal sums are done once.
 */
export function expectedInformation(rowSums: Float64Array, columnSums: Float64Array, n: number): number {
  if (rowSums.length <= 1 || columnSums.length <= 1) return 0;
  const rows = multiplicities(rowSums);
  const columns = multiplicities(columnSums);
  const logFactorial = logFactorials(n);
  let result = 0;
  for (const [a, howManyA] of rows) {
    for (const [b, howManyB] of columns) {
      const margins =
        logFactorial[a] + logFactorial[b] + logFactorial[n - a] + logFactorial[n - b] - logFactorial[n];
      const logRatio = Math.log(n) - Math.log(a) - Math.log(b);
      let sum = 0;
      for (let m = Math.max(1, a + b - n), last = Math.min(a, b); m <= last; m++) {
        const logProbability =
          margins - logFactorial[m] - logFactorial[a - m] - logFactorial[b - m] - logFactorial[n - a - b + m];
        sum += (m / n) * (logRatio + Math.log(m)) * Math.exp(logProbability);
      }
      result += howManyA * howManyB * sum;
    }
  }
  return result;
}

function multiplicities(sums: Float64Array): Map<number, number> {
  const result = new Map<number, number>();
  for (const sum of sums) if (sum > 0) result.set(sum, (result.get(sum) ?? 0) + 1);
  return result;
}

/** log k! for k = 0..n. Summed with compensation, so that the error does not grow with n. */
function logFactorials(n: number): Float64Array {
  const result = new Float64Array(n + 1);
  let sum = 0;
  let lost = 0;
  for (let k = 1; k <= n; k++) {
    const term = Math.log(k) - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
    result[k] = sum;
  }
  return result;
}
