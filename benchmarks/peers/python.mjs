// One Python process for the whole run: a JSON task per line to it, a JSON answer per line back.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HOW = 'apt-get install -y python3-sklearn python3-pandas python3-imblearn python3-xgboost';

/** A Python that has scikit-learn, pandas, imbalanced-learn and xgboost, or undefined. */
function findPython() {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      execFileSync(python, ['-c', 'import sklearn, pandas, imblearn, xgboost'], { stdio: 'ignore' });
      return python;
    } catch {}
  }
  return undefined;
}

function installAsRoot() {
  if (process.getuid?.() !== 0) return;
  try {
    execFileSync(
      'apt-get',
      ['install', '-y', 'python3-sklearn', 'python3-pandas', 'python3-imblearn', 'python3-xgboost'],
      { stdio: 'ignore' },
    );
  } catch {}
}

/** The peer, or undefined where there is none, which is said on the console. */
export function startPython() {
  let python = findPython();
  if (python === undefined) {
    installAsRoot();
    python = findPython();
  }
  if (python === undefined) {
    console.log(
      `No Python with scikit-learn, pandas, imbalanced-learn and xgboost (${HOW}): going on without them.`,
    );
    return undefined;
  }
  const script = fileURLToPath(new URL('sklearn_peer.py', import.meta.url));
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' };
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'], env });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(task) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the Python process has ended');
      const answer = JSON.parse(value);
      if (answer.error) throw new Error(`peer: ${answer.error}`);
      return answer;
    },
    stop: () => child.stdin.end(),
  };
}
