// The names in the runtime directory; each carries its meaning, so that nothing need be read from inside.

/** The witness: generation, change counter and pid of the daemon that serves. */
export type Witness = {
  readonly generation: number;
  readonly change: number;
  readonly pid: number;
};

export function renderWitness(witness: Witness): string {
  return `up.${witness.generation}.${witness.change}.${witness.pid}`;
}

/** Null for a name that is no witness. */
export function parseWitness(name: string): Witness | null {
  const match = /^up\.(\d{1,12})\.(\d{1,12})\.(\d{1,10})$/.exec(name);
  return match === null
    ? null
    : { generation: Number(match[1]), change: Number(match[2]), pid: Number(match[3]) };
}

/**
 * Where the stamps lie that are given out with a witness: `e.N.k.PID`. They go with it, so whoever finds one need
 * not look for the witness.
 */
export function stampsOf(witness: string): string {
  return witness.replace(/^up/, "e");
}

/** `g.N`, the claim of generation N: a symlink to `pid.starttime.random`. */
export function renderClaim(generation: number): string {
  return `g.${generation}`;
}

export function parseClaim(name: string): number | null {
  const match = /^g\.(\d{1,12})$/.exec(name);
  return match === null ? null : Number(match[1]);
}

/** A ring of the bell: `ID NUMBER`, where ID names the question's file `q.ID`. */
export type Ring = { readonly id: string; readonly number: string };

export const ringLimit = 64;

export function parseRing(line: string): Ring | null {
  const match = /^(\d{1,10}\.\d{1,10}) (\d{1,15})$/.exec(line);
  return match === null ? null : { id: match[1] ?? "", number: match[2] ?? "" };
}

/** The same ring as a name in `rings`: `ID.NUMBER`. */
export function parseRingName(name: string): Ring | null {
  const dot = name.lastIndexOf(".");
  return parseRing(`${name.slice(0, dot)} ${name.slice(dot + 1)}`);
}

export function questionFile(ring: Ring): string {
  return `q.${ring.id}`;
}

export function answerFile(ring: Ring): string {
  return `a.${ring.id}.${ring.number}`;
}

/** What `pyguard-status --dir` reads: `d` + the directory + `/:segment`. No project can have a colon in its path. */
export const segmentTree = "d";
export const segmentName = ":segment";

export const socketName = "sock";
export const bellName = "bell";
export const ringsName = "rings";
/** Where questions lie for which a name rings, and their answers. Nobody is woken while one is being written. */
export const askedName = "rings/asked";
export const offName = "off";
export const whyName = "why";

/** Why the last start failed, `start.T` (T in ten seconds) and `mute.T` (T in minutes): written by hooks. */
export function parseBreaker(
  name: string,
): { readonly kind: "start" | "mute"; readonly bucket: number } | null {
  const match = /^(start|mute)\.(\d{1,12})$/.exec(name);
  return match === null
    ? null
    : { kind: match[1] === "start" ? "start" : "mute", bucket: Number(match[2]) };
}
