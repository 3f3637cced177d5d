export type { MapOptions, ParallelBackend } from './backend.js';
export { effectiveNJobs, getParallelBackend, parallelMap, setParallelBackend } from './parallel_map.js';
export { sequentialBackend } from './sequential.js';
export { shareArray } from './shared_arrays.js';
export { defineTask, type Task, type TaskContext } from './task.js';
export { registerTaskModule } from './task_modules.js';
export { ThreadsBackend } from './threads.js';
