export { NuSVC } from './nu_svc.js';
export type { SvmGamma, SvmKernel, SvmKernelCallable } from './params.js';
export { SVC } from './svc.js';
