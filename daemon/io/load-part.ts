// Parts of the program that are loaded when they are first needed.

/** Node 20 remembers a load that failed, out of descriptors for a moment, say: only a new process can do better. */
export class PartMissing extends Error {
  override readonly name = "PartMissing";
}

/** Passes on what says so, out of where other errors are answers. */
export function throwPartMissing(error: unknown): void {
  if (error instanceof PartMissing) {
    throw error;
  }
}

/** What `load` gives; throws `PartMissing` where that is not possible. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PartMissing(`a part of the program could not be loaded: ${said}`, { cause });
  }
}
