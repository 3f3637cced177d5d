import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { beforeAll, describe, it } from 'vitest';
import { setWarningHandler } from '../src/core/warnings.js';
import * as learnkit from '../src/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = Object.keys(learnkit);
const values = Object.values(learnkit);

/** The examples of the docstrings: everything public is in scope, `await` is allowed at the top. */
const examples = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.includes('kernels/') && !path.includes('parallel/') && !path.includes('random/'))
  .flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const blocks = [...text.matchAll(/^ *\* ```ts\n([\s\S]*?)^ *\* ```/gm)];
    return blocks.map((block, i) => [`${path} ${i + 1}`, block[1].replace(/^ *\* ?/gm, '')] as const);
  });

async function run(code: string): Promise<void> {
  const { outputText } = transpileModule(`async function example() {\n${code}\n}`, {
    compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
  });
  // The only place that evaluates text: the project's own documentation, in its own tests.
  const body = new Function(...names, `${outputText}\nreturn example();`) as (
    ...scope: unknown[]
  ) => Promise<void>;
  await body(...values);
}

beforeAll(() => {
  setWarningHandler(() => {});
});

describe('the examples in the docs run', () => {
  it.each(examples.filter(([, code]) => !/^import /m.test(code)))('%s', async (_name, code) => {
    await run(code);
  });

  it('README', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, code] = /```ts\n([\s\S]*?)```/.exec(readme) as RegExpExecArray;
    await run(code.replace(/import \{[\s\S]*?\} from 'learnkit';/, ''));
  });
});
