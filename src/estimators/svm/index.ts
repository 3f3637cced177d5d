export { type L1MinCOptions, l1MinC } from './l1_min_c.js';
export { LinearSVC } from './linear_svc.js';
export { LinearSVR } from './linear_svr.js';
export { NuSVC } from './nu_svc.js';
export { NuSVR } from './nu_svr.js';
export { OneClassSVM } from './one_class_svm.js';
export type { SvmGamma, SvmKernel, SvmKernelCallable } from './params.js';
export { SVC } from './svc.js';
export { SVR } from './svr.js';
