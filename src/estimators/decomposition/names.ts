/** Column names that come out of a projection: the class name in small letters and a number. */
export function prefixedNames(type: string, count: number): string[] {
  const prefix = type.toLowerCase();
  return Array.from({ length: count }, (_, j) => `${prefix}${j}`);
}
