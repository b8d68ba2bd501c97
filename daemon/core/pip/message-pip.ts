// How a pip comes into an environment whose Python has no ensurepip: by the pip that was typed, else by nobody here.

import { asBytes, type Bytes } from "../bytes.ts";
import { join } from "../path.ts";
import { readEntryPoint } from "./entry-point.ts";
import { verbAt } from "./message-command.ts";
import { venvPackage } from "./message-debian.ts";
import type { MessageFacts, Speech } from "./message-facts.ts";
import { isAtLeast, newestPip } from "./version.ts";

type Wanted = {
  readonly speech: Speech;
  /** The person's own. */
  readonly command: readonly Bytes[];
  readonly environment: Bytes;
  /** `python3.12`: what its packages lie under. */
  readonly library: Bytes;
};

type Fetched = { readonly step: Bytes; readonly command: readonly Bytes[] };

/** Null where there is no pip to do it, or it cannot be told where to. */
export function fetchPip(facts: MessageFacts, wanted: Wanted): Fetched | null {
  const { target } = facts;
  const { speech, command, environment, library } = wanted;
  if (target === null || !target.hasPip) {
    return null;
  }
  const pip = pipWords(facts, target.path);
  const to = (...words: readonly string[]): Bytes =>
    speech.command([...pip, ...words].map(asBytes));
  if (isAtLeast(target.pipVersion ?? newestPip, "22.3")) {
    return { step: to("--python", environment, "install", "pip"), command };
  }
  // Older ones know no other Python than their own; what they put there has no program, so it is run as a module.
  const site = join(environment, `lib/${library}/site-packages`);
  const own = ["python", "-m", "pip"].map(asBytes).concat(command.slice(verbAt(command)));
  return library === "" ? null : { step: to("install", "--target", site, "pip"), command: own };
}

/** `python -m pip` would be the environment's own Python by then, which has none yet. */
function pipWords({ argv }: MessageFacts, interpreter: Bytes): readonly string[] {
  const entry = readEntryPoint(argv);
  const [name = ""] = argv;
  return entry.kind === "pip" && entry.at === 1 ? [name] : [interpreter, "-m", "pip"];
}

/** What somebody else has to bring, to stand in front of the line. */
export function nobodysPip(facts: MessageFacts): string {
  const name = venvPackage(facts);
  return name === null
    ? "This Python has no ensurepip. Once whoever looks after it has added that, one line:"
    : `This needs the package ${name}. Once an administrator has installed it, one line:`;
}
