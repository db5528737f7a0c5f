/**
 * What somebody meant who wrote a name that is none.
 */

/**
 * Finds a name that differs by one slip of the finger: case, one letter, or two that changed places.
 * @param name - what was written
 * @param candidates - names that there are
 */
export function nearName(name: string, candidates: readonly string[]): string | undefined {
  return candidates.find((candidate) => isNear(name, candidate));
}

function isNear(a: string, b: string): boolean {
  if (a.length < 3 || Math.abs(a.length - b.length) > 1) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB) return true;
  if (restA === restB.slice(1)) return true;
  const isSwapped = restB.startsWith(`${restA[1] ?? ""}${restA[0] ?? ""}`);
  return isSwapped && restA.slice(2) === restB.slice(2);
}
