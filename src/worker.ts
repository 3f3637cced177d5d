// The entry of every worker thread: started by parallel/threads.ts, imported by nobody.
import { serveTasks } from './parallel/serve.js';
// REGISTRY: the one place where worker threads learn to decode estimators.
import { installRegistry } from './registry/index.js';

await serveTasks(installRegistry);
