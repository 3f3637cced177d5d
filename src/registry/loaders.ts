/** Estimators by name, each loaded when first asked for. */
export type Loaders = Record<string, () => Promise<unknown>>;
