/** Optimizers that take steps; 'lbfgs' is a solver of its own. */
export const OPTIMIZERS = [
  'adam',
  'sgd',
  'rmsprop',
  'adagrad',
  'adadelta',
  'adamax',
  'nadam',
  'ftrl',
  'adamw',
] as const;

/** The name of a stepping optimizer. */
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** Formulas that engines know, in the order of the kernels' numbers. */
export const RULES = ['sgd', 'adam', 'rmsprop', 'adagrad', 'adadelta', 'adamax', 'nadam', 'ftrl'] as const;

/** A formula of an update. */
export type Rule = (typeof RULES)[number];

/** What one step multiplies by; worked out once, used for all weights on any engine. */
export interface StepFactors {
  readonly rule: Rule;
  readonly h: readonly [number, number, number, number, number];
  /** Penalty: the gradient of the coefficients gains alpha / (sum of the batch's weights) times themselves. */
  readonly alpha: number;
  /** AdamW: what the coefficients are multiplied by before the step. */
  readonly decay: number;
}

/** The settings of an optimizer. */
export interface OptimizerSettings {
  readonly name: OptimizerName;
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterovsMomentum: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Share of the past that RMSprop and Adadelta keep. */
  readonly rho: number;
  /** AdamW's decay. */
  readonly weightDecay: number;
  readonly alpha: number;
}

/** Where an optimizer stands, as plain data: with the engine's memory of it, training can go on later. */
export interface OptimizerPosition {
  readonly name: OptimizerName;
  /** Steps taken. */
  readonly steps: number;
  readonly learningRate: number;
  /** Nadam: the product of its momenta. */
  readonly product: number;
}

/** The formula an optimizer uses. */
export function ruleOf(name: OptimizerName): Rule {
  return name === 'adamw' ? 'adam' : name;
}

/** What the first memory starts with. */
export function firstFill(rule: Rule): number {
  return rule === 'adagrad' || rule === 'ftrl' ? 0.1 : 0;
}

/** How many vectors of the size of the weights a formula remembers. */
export function memoriesOf(rule: Rule): 1 | 2 {
  return rule === 'sgd' || rule === 'rmsprop' || rule === 'adagrad' ? 1 : 2;
}

/**
 * Counts steps and turns settings into the factors of each. Formulas are those of the papers in the form Keras and
 * scikit-learn give them: SGD with momentum, Adam (Kingma and Ba 2014), RMSprop (Hinton 2012), Adagrad (Duchi 2011),
 * Adadelta (Zeiler 2012), Adamax, Nadam (Dozat 2016), FTRL (McMahan 2013), AdamW (Loshchilov and Hutter 2019).
 */
export class Optimizer {
  readonly settings: OptimizerSettings;
  readonly rule: Rule;
  /** May be changed between steps. */
  learningRate: number;
  #steps: number;
  #product: number;

  constructor(settings: OptimizerSettings, from?: OptimizerPosition) {
    this.settings = settings;
    this.rule = ruleOf(settings.name);
    this.learningRate = from?.learningRate ?? settings.learningRate;
    this.#steps = from?.steps ?? 0;
    this.#product = from?.product ?? 1;
  }

  /** Where it stands. */
  get position(): OptimizerPosition {
    return {
      name: this.settings.name,
      steps: this.#steps,
      learningRate: this.learningRate,
      product: this.#product,
    };
  }

  /** The factors of the next step. */
  next(): StepFactors {
    const { name, beta1, beta2, alpha, weightDecay } = this.settings;
    const t = ++this.#steps;
    const rate = this.learningRate;
    const decay = name === 'adamw' ? 1 - rate * weightDecay : 1;
    return { rule: this.rule, h: this.#factors(t, rate, beta1, beta2), alpha, decay };
  }

  #factors(t: number, rate: number, beta1: number, beta2: number): StepFactors['h'] {
    const { momentum, nesterovsMomentum, epsilon, rho } = this.settings;
    const unbiased1 = 1 - beta1 ** t;
    const unbiased2 = Math.sqrt(1 - beta2 ** t);
    switch (this.rule) {
      case 'sgd':
        return [rate, momentum, nesterovsMomentum ? 1 : 0, 0, 0];
      case 'adam':
        return [(rate * unbiased2) / unbiased1, beta1, beta2, epsilon, 0];
      case 'rmsprop':
      case 'adagrad':
      case 'adadelta':
        return [rate, rho, 0, epsilon, 0];
      case 'adamax':
        return [rate / unbiased1, beta1, beta2, epsilon, 0];
      case 'nadam': {
        const now = beta1 * (1 - 0.5 * 0.96 ** t);
        const then = beta1 * (1 - 0.5 * 0.96 ** (t + 1));
        this.#product *= now;
        const momentumFactor = (rate * then) / (1 - this.#product * then);
        const gradientFactor = (rate * (1 - now)) / (1 - this.#product);
        // Both over sqrt(v) / unbiased2 + epsilon, multiplied out.
        return [momentumFactor * unbiased2, beta1, beta2, epsilon * unbiased2, gradientFactor * unbiased2];
      }
      case 'ftrl':
        return [rate, 1 / rate, 0, 0, 0];
    }
  }
}

/** One update in plain TypeScript: what the kernels and the tensor engine are tested against. */
export function referenceUpdate(
  { rule, h: [h0, h1, h2, h3, h4] }: StepFactors,
  w: Float64Array,
  g: Float64Array,
  s: Float64Array,
  r: Float64Array,
): void {
  for (let i = 0; i < w.length; i++) {
    const x = g[i];
    switch (rule) {
      case 'sgd':
        s[i] = h1 * s[i] - h0 * x;
        w[i] += h2 ? h1 * s[i] - h0 * x : s[i];
        break;
      case 'adam':
        s[i] = h1 * s[i] + (1 - h1) * x;
        r[i] = h2 * r[i] + (1 - h2) * x * x;
        w[i] -= (h0 * s[i]) / (Math.sqrt(r[i]) + h3);
        break;
      case 'rmsprop':
        s[i] = h1 * s[i] + (1 - h1) * x * x;
        w[i] -= (h0 * x) / Math.sqrt(s[i] + h3);
        break;
      case 'adagrad':
        s[i] += x * x;
        w[i] -= (h0 * x) / Math.sqrt(s[i] + h3);
        break;
      case 'adadelta': {
        s[i] = h1 * s[i] + (1 - h1) * x * x;
        const step = x * (Math.sqrt(r[i] + h3) / Math.sqrt(s[i] + h3));
        r[i] = h1 * r[i] + (1 - h1) * step * step;
        w[i] -= h0 * step;
        break;
      }
      case 'adamax':
        s[i] = h1 * s[i] + (1 - h1) * x;
        r[i] = Math.max(h2 * r[i], Math.abs(x));
        w[i] -= (h0 * s[i]) / (r[i] + h3);
        break;
      case 'nadam':
        s[i] = h1 * s[i] + (1 - h1) * x;
        r[i] = h2 * r[i] + (1 - h2) * x * x;
        w[i] -= (h0 * s[i] + h4 * x) / (Math.sqrt(r[i]) + h3);
        break;
      case 'ftrl': {
        const old = s[i];
        s[i] += x * x;
        const root = Math.sqrt(s[i]);
        r[i] += x - (root - Math.sqrt(old)) * h1 * w[i];
        w[i] = -(r[i] * h0) / root;
        break;
      }
    }
  }
}
