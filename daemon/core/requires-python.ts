// Whether a Python's version is one that a project accepts: the version specifiers of PEP 440, for releases only.

export type Release = readonly number[];

/** `requires` such as `>=3.10,<4`. Null where it cannot be understood: then it decides nothing. Never throws. */
export function accepts(requires: string, release: Release): boolean | null {
  const parts = requires.split(",").map((part) => part.trim());
  const results = new Set(
    parts.filter((part) => part !== "").map((part) => acceptsOne(part, release)),
  );
  return results.has(null) ? null : !results.has(false);
}

function acceptsOne(specifier: string, release: Release): boolean | null {
  const match = /^(~=|===?|!=|<=|>=|<|>)\s*v?(\d{1,6}(?:\.\d{1,6}){0,4})(\.\*)?$/.exec(specifier);
  if (match === null) {
    return null;
  }
  const [, operator = "", text = "", star] = match;
  const wanted = text.split(".").map(Number);
  return star === undefined
    ? compareRelease(operator, release, wanted)
    : comparePrefix(operator, release, wanted);
}

function comparePrefix(operator: string, release: Release, wanted: Release): boolean | null {
  const isSame = wanted.every((part, index) => part === (release[index] ?? 0));
  switch (operator) {
    case "==":
      return isSame;
    case "!=":
      return !isSame;
    default:
      return null;
  }
}

function compareRelease(operator: string, release: Release, wanted: Release): boolean {
  const order = compare(release, wanted);
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "!=":
      return order !== 0;
    case "~=":
      return order >= 0 && comparePrefix("==", release, wanted.slice(0, -1)) === true;
    default:
      return order === 0;
  }
}

function compare(one: Release, other: Release): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
