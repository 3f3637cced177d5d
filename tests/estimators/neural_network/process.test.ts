import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../parallel/built.js';

ensureBuilt();
const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('in a process of its own', () => {
  it.each(['cpu', 'wasm', 'auto', 'webgpu'])('trains on %s and exits by itself', (device) => {
    const program = `
      import { MLPClassifier, loadIris, describeDevices, DeviceError, setWarningHandler } from ${JSON.stringify(`${root}dist/index.js`)};
      setWarningHandler(() => {});
      const { data, target } = await loadIris();
      const model = new MLPClassifier({ hiddenLayerSizes: [40, 40], maxIter: 3, device: '${device}', randomState: 0 });
      try {
        await model.fit(data, target);
        console.log(model.lossCurve.length);
      } catch (error) {
        // Without a driver, the refusal must leave nothing behind either.
        if (!(error instanceof DeviceError) || '${device}' !== 'webgpu') throw error;
        console.log(3);
      }`;
    const args = ['--input-type=module', '-e', program];
    const { status, stdout } = spawnSync(process.execPath, args, { timeout: 50_000, encoding: 'utf8' });
    expect([status, stdout.trim()]).toEqual([0, '3']);
  });
});

it('tfjs is imported in the folder of the networks only, and only when it is used', () => {
  const wrong = readdirSync(`${root}src`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const text = readFileSync(path, 'utf8');
      if (/from '(?:@tensorflow|webgpu)/.test(text)) return true;
      return /import\('(?:@tensorflow|webgpu)/.test(text) && !path.includes('neural_network');
    });
  expect(wrong.map((path) => relative(root, path))).toEqual([]);
});
