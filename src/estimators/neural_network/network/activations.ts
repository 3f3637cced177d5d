/** Activations of hidden layers; the position is the number that the kernels know. */
export const ACTIVATIONS = [
  'identity',
  'logistic',
  'tanh',
  'relu',
  'leaky_relu',
  'elu',
  'selu',
  'gelu',
] as const;

/** What a hidden layer does to its sums. */
export type Activation = (typeof ACTIVATIONS)[number];

/** What the last layer does to its sums. */
export type OutputActivation = 'identity' | 'logistic' | 'softmax' | 'exp' | 'softplus';

const CODES: Readonly<Record<Activation | OutputActivation, number>> = {
  identity: 0,
  logistic: 1,
  tanh: 2,
  relu: 3,
  leaky_relu: 4,
  elu: 5,
  selu: 6,
  gelu: 7,
  softplus: 8,
  exp: 9,
  softmax: -1,
};

/** The number of an activation in the kernels. */
export function activationCode(kind: Activation | OutputActivation): number {
  return CODES[kind];
}

/** Slope of leaky ReLU below zero, as in Keras and TensorFlow. */
export const LEAK = 0.2;
export const SELU_SCALE = 1.0507009873554805;
export const SELU_ALPHA = 1.6732632423543772;
/** sqrt(2 / pi) and the cubic coefficient of GELU's tanh form. */
export const GELU_INNER = 0.7978845608028654;
export const GELU_CUBE = 0.044715;

/** Whether the derivative needs the input, not only the value. */
export function needsInput(kind: Activation): boolean {
  return kind === 'gelu';
}

/** An activation and its derivative in plain TypeScript: what the kernels and the tensor engine are tested against. */
export function reference(
  kind: Activation | 'exp' | 'softplus',
  x: number,
): { value: number; slope: number } {
  switch (kind) {
    case 'identity':
      return { value: x, slope: 1 };
    case 'logistic': {
      const value = 1 / (1 + Math.exp(-x));
      return { value, slope: value * (1 - value) };
    }
    case 'tanh':
      return { value: Math.tanh(x), slope: 1 - Math.tanh(x) ** 2 };
    case 'relu':
      return { value: Math.max(0, x), slope: x > 0 ? 1 : 0 };
    case 'leaky_relu':
      return { value: x > 0 ? x : LEAK * x, slope: x > 0 ? 1 : LEAK };
    case 'elu':
      return { value: x > 0 ? x : Math.expm1(x), slope: x > 0 ? 1 : Math.exp(x) };
    case 'selu': {
      const value = SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
      return { value, slope: SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x)) };
    }
    case 'gelu': {
      const t = Math.tanh(GELU_INNER * (x + GELU_CUBE * x ** 3));
      const inner = GELU_INNER * (1 + 3 * GELU_CUBE * x * x);
      return { value: 0.5 * x * (1 + t), slope: 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner };
    }
    case 'softplus':
      return { value: Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), slope: 1 / (1 + Math.exp(-x)) };
    case 'exp':
      return { value: Math.exp(x), slope: Math.exp(x) };
  }
}
