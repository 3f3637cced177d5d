export { KernelRidge, type RidgeKernelCallable } from './kernel_ridge.js';
