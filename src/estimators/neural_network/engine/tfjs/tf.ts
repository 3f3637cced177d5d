/** A tensor of tfjs, as far as the engine handles it. */
export interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;
type Reduce = (x: Tensor, axis?: number, keepDims?: boolean) => Tensor;

/** What the engine uses of tfjs, recognised by structure: '@tensorflow/tfjs-core', '@tensorflow/tfjs' and its kin. */
export interface Tf {
  tensor2d(values: Float32Array, shape: [number, number]): Tensor;
  tensor1d(values: Int32Array, type: 'int32'): Tensor;
  scalar(value: number): Tensor;
  zerosLike: Unary;
  fill(shape: number[], value: number): Tensor;
  transpose(x: Tensor, order: number[]): Tensor;
  gather(x: Tensor, rows: Tensor): Tensor;
  concat(parts: Tensor[], axis: number): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  clipByValue(x: Tensor, low: number, high: number): Tensor;
  matMul: Binary;
  add: Binary;
  sub: Binary;
  mul: Binary;
  div: Binary;
  maximum: Binary;
  minimum: Binary;
  greater: Binary;
  lessEqual: Binary;
  neg: Unary;
  exp: Unary;
  log: Unary;
  log1p: Unary;
  sqrt: Unary;
  square: Unary;
  abs: Unary;
  sign: Unary;
  relu: Unary;
  step: Unary;
  sigmoid: Unary;
  tanh: Unary;
  sum: Reduce;
  mean: Reduce;
  max: Reduce;
  tidy<T>(work: () => T): T;
  keep<T extends Tensor>(x: T): T;
  memory(): { readonly numTensors: number };
  getBackend(): string | undefined;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  findBackendFactory(name: string): unknown;
  registerBackend(name: string, factory: () => unknown, priority?: number): boolean;
  removeBackend(name: string): void;
  backend(): object;
  engine(): object;
}

/** Whether a value is an instance of tfjs. */
export function isTf(value: unknown): value is Tf {
  if (value === null || typeof value !== 'object') return false;
  const tf = value as Record<string, unknown>;
  return ['tensor2d', 'matMul', 'tidy', 'setBackend', 'engine'].every(
    (name) => typeof tf[name] === 'function',
  );
}
