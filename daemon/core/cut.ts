// A long list in parts, each small enough to be worked on at once.

/** In the order given, `size` in each; fewer in the last. */
export function cut<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
