// The table of a run, for the console and for RESULTS.md.
import { availableParallelism, cpus } from 'node:os';

const ms = (value) => (value === undefined ? '-' : value.toFixed(value < 10 ? 1 : 0));
const score = (value) => (typeof value === 'number' ? String(Number(value.toPrecision(10))) : '-');
const ratio = (value) => (value < 0.1 ? value.toPrecision(2) : value.toFixed(2));
const threads = (value) => (value === 1 ? '1' : value === null ? 'all' : '-');

function verdict({ target }, { ratio, agree }) {
  if (target === undefined || ratio === undefined) return '';
  if (agree === false) return `${target}: scores differ`;
  return ratio <= target ? `${target}: met` : `${target}: missed, ${(ratio / target).toFixed(1)} times over`;
}

function row(task, result) {
  const peer = task.against ?? 'scikit-learn';
  if (result.error)
    return `| ${task.title} | ${threads(task.threads)} | ${peer} | failed: ${result.error.replaceAll('|', '/')} | | | | | | | | |`;
  const [low, high] = result.range ?? [];
  return `| ${[
    task.title,
    threads(task.threads),
    peer,
    ms(result.ours),
    ms(result.theirs),
    result.ratio === undefined ? '-' : ratio(result.ratio),
    low === undefined ? '-' : `${ratio(low)} to ${ratio(high)}`,
    `${result.rounds} (${result.load})`,
    verdict(task, result),
    task.score_is ?? '',
    [score(result.ourScore), result.ourNote].filter(Boolean).join(', '),
    [score(result.theirScore), result.theirNote].filter(Boolean).join(', ') +
      (result.agree === false ? ' (DIFFERS)' : ''),
  ].join(' | ')} |`;
}

/** The targets, met and missed, one line each. */
export function targetLines(results) {
  return results
    .filter(([task, result]) => task.target !== undefined && (result.ratio !== undefined || result.error))
    .map(([task, result]) => {
      const title = `${task.title}, ${task.threads === 1 ? 'peer on one thread' : 'all cores'}`;
      if (result.error) return `- not measured: ${title}: ${result.error}`;
      const { target } = task;
      if (result.agree === false) return `- not comparable, the scores differ: ${title}`;
      const by = result.ratio <= target ? 'met' : `missed (${(result.ratio / target).toFixed(1)} times over)`;
      return `- ${by}: ${title}: ratio ${result.ratio.toFixed(2)}, target ${target}`;
    });
}

export function tableLines(results) {
  return [
    '| task | threads | peer | ours, ms | peer, ms | ratio | range | rounds (load) | target | score | ours | peer |',
    '|---|---|---|---:|---:|---:|---|---|---|---|---|---|',
    ...results.map(([task, result]) => row(task, result)),
  ];
}

export function report(results, { versions }) {
  return `# Benchmark results

Ratios are our time over the peer's: below 1 we are faster. Ours and the peer run in turn, after one round
that is not counted; times are medians, "range" is the least and the largest ratio of a round, "rounds" how many, with
the load average of the machine before them.
Both sides work on the same data, and rows are comparable where their scores agree; a row whose scores do not is
marked. "threads" is what the peer gets (OpenBLAS, OpenMP and n_jobs) and what ours gets where it has nJobs. Ours
has none in LogisticRegression: its "all" row is the same work of ours against the peer on every core.

- How: \`npm run bench\` (\`-- --quick\` for 3 rounds, \`--rounds 9\`, \`--only csv\`, \`--family tree\`)
- Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores
- Node ${process.version}; ${versions}
- Dates: ${[...new Set(results.map(([, result]) => result.date))].sort().join(', ')}

The logistic loss: we stop when the largest component of the gradient of the mean loss is at most \`tol\`, as
scikit-learn does from 1.4 on. Older releases bound the gradient of the sum, so they get \`tol\` times the number of
rows; then both end at the same loss, within 1e-7 (1e-5 in the grid search, at the default tol).

## Targets

${targetLines(results).join('\n')}

## All tasks

${tableLines(results).join('\n')}
`;
}
