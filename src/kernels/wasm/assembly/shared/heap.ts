/** First byte that no constant of the module uses; every module exports it. */
export function heapStart(): usize {
  return __heap_base;
}
