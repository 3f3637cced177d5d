import { deepParams } from '../../core/children.js';
import type { Declaration } from '../../core/params.js';
import { toPlain } from '../../core/plain.js';
import { assert, assertRefused, type Check, type EstimatorCase, errorOf } from '../check.js';
import { dataFor } from '../data.js';
import { call, methodsOf } from '../outputs.js';

function declarationOf(given: EstimatorCase): Declaration {
  return (given.make().constructor as unknown as { declaration: Declaration }).declaration;
}

/** The constructor, the parameters and the protocol. */
export const apiChecks: readonly Check[] = [
  {
    name: 'the class carries its declaration and its name',
    async run(given) {
      const estimator = given.make();
      const declaration = declarationOf(given);
      assert(declaration?.name === estimator.type, `static declaration.name is ${declaration?.name}`);
      assert(
        estimator.constructor.name === estimator.type,
        `the class is called ${estimator.constructor.name}`,
      );
    },
  },
  {
    name: 'every parameter is documented and has a valid default',
    async run(given) {
      for (const [name, spec] of Object.entries(declarationOf(given).specs)) {
        assert(spec.doc.length > 10, `parameter '${name}' has no documentation`);
        assert(spec.expected.length > 0, `parameter '${name}' does not say what it must be`);
        if (spec.default !== undefined)
          assert(spec.accepts(spec.default), `the default of '${name}' is not accepted`);
      }
    },
  },
  {
    name: 'invalid parameter values are refused by name',
    async run(given) {
      const estimator = given.make();
      for (const [name, spec] of Object.entries(declarationOf(given).specs)) {
        assert(spec.invalid.length > 0, `parameter '${name}' declares no invalid values`);
        for (const value of spec.invalid) {
          const error = await errorOf(
            async () => estimator.with({ [name]: value }),
            `${name} = ${String(value)}`,
          );
          assert(
            error.name === 'InvalidParameterError',
            `${name} = ${String(value)} gives ${error.name}: ${error.message}`,
          );
          assert(
            error.message.includes(`'${name}'`),
            `the message does not name '${name}': ${error.message}`,
          );
          assert(
            error.message.includes(estimator.type),
            `the message does not name ${estimator.type}: ${error.message}`,
          );
          assert(error.message.includes('Got'), `the message does not show the value: ${error.message}`);
        }
      }
    },
  },
  {
    name: 'unknown parameters are refused',
    async run(given) {
      const estimator = given.make();
      await assertRefused(
        estimator,
        async () => estimator.with({ noSuchParameter: 1 } as object),
        'an unknown parameter',
        /noSuchParameter/,
      );
    },
  },
  {
    name: 'a misspelt parameter is told the right name',
    async run(given) {
      const [name] = Object.keys(declarationOf(given).specs);
      if (!name || name.length < 3) return;
      const misspelt = name.slice(0, -1) + (name.endsWith('x') ? 'y' : 'x');
      const estimator = given.make();
      const error = await errorOf(async () => estimator.with({ [misspelt]: 1 } as object), misspelt);
      assert(error.message.includes(name), `'${misspelt}' is not told '${name}': ${error.message}`);
    },
  },
  {
    name: 'parameters are frozen',
    async run(given) {
      assert(Object.isFrozen(given.make().params), 'params can be changed');
    },
  },
  {
    name: 'with() gives an unfitted copy with equal parameters',
    async run(given) {
      const estimator = given.make();
      const copy = estimator.with({});
      assert(
        copy !== estimator && copy.constructor === estimator.constructor,
        'with() returns another class or itself',
      );
      const plain = (value: unknown): string =>
        JSON.stringify(value, (_, item) => (typeof item === 'function' ? String(item) : item));
      assert(plain(copy.params) === plain(estimator.params), 'the copy has other parameters');
      assert(
        Object.keys(deepParams(copy)).join() === Object.keys(deepParams(estimator)).join(),
        'nested parameters differ',
      );
    },
  },
  {
    name: 'it prints itself before fit',
    async run(given) {
      assert(
        String(given.make()).startsWith(given.make().type),
        `String(estimator) is ${String(given.make())}`,
      );
    },
  },
  {
    name: 'tags are of the right types',
    async run(given) {
      const { role, ...flags } = given.make().tags;
      assert(typeof role === 'string', 'role is no string');
      for (const [name, flag] of Object.entries(flags))
        assert(typeof flag === 'boolean', `tag ${name} is ${String(flag)}`);
    },
  },
  {
    name: 'it is not fitted before fit, and its methods say so',
    applies: (estimator) => !estimator.isFitted && !estimator.tags.stateless,
    async run(given) {
      const estimator = given.make();
      const { X } = dataFor(given);
      for (const method of methodsOf(estimator)) {
        const error = await errorOf(() => call(estimator, method, X), `${method} before fit`);
        assert(error.name === 'NotFittedError', `${method} before fit gives ${error.name}: ${error.message}`);
        assert(error.message.includes('fit'), `the message does not say what to do: ${error.message}`);
      }
    },
  },
  {
    name: 'fit resolves to the estimator itself',
    async run(given) {
      const estimator = given.make();
      const { X, y } = dataFor(given);
      assert((await estimator.fit(X, y)) === estimator, 'fit resolves to something else');
      assert(estimator.isFitted, 'isFitted is false after fit');
    },
  },
  {
    name: 'fit leaves the parameters alone',
    async run(given) {
      const estimator = given.make();
      const before = estimator.params;
      const { X, y } = dataFor(given);
      await estimator.fit(X, y);
      assert(estimator.params === before, 'params were replaced by fit');
    },
  },
  {
    name: 'fit and predict add nothing to the global object or to Object.prototype',
    async run(given) {
      const before = [
        Object.getOwnPropertyNames(globalThis).length,
        Object.getOwnPropertyNames(Object.prototype).length,
      ];
      const estimator = given.make();
      const { X, y } = dataFor(given);
      await estimator.fit(X, y);
      for (const method of methodsOf(estimator)) await call(estimator, method, X);
      const after = [
        Object.getOwnPropertyNames(globalThis).length,
        Object.getOwnPropertyNames(Object.prototype).length,
      ];
      assert(String(before) === String(after), 'globals were added');
    },
  },
  {
    name: 'the fitted slot is plain data',
    async run(given) {
      const estimator = given.make();
      const { X, y } = dataFor(given);
      await estimator.fit(X, y);
      const { fitted } = estimator as unknown as { fitted: object };
      structuredClone(toPlain(fitted, 'fitted'));
    },
  },
];
