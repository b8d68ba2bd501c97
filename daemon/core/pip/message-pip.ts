// How a pip comes into an environment that has none.

import { asBytes, type Bytes } from "../bytes.ts";
import { join } from "../path.ts";
import { undoing } from "./ambient.ts";
import { asModule, asUv } from "./as-pip.ts";
import { readEntryPoint } from "./entry-point.ts";
import { installVenvPackage, venvPackage } from "./message-debian.ts";
import type { Active, MessageFacts, Speech } from "./message-facts.ts";
import type { Start } from "./message-line.ts";
import { isAtLeast, newestPip } from "./version.ts";

type Wish = {
  readonly speech: Speech;
  /** The person's own. */
  readonly command: readonly Bytes[];
};

type Given = Start & {
  /** Somebody else has to do something before, as the title says. */
  readonly isLacking?: true;
};

/** With the plain name, or the next `pip` typed would be another Python's again. */
const ensurepip = ["-m", "ensurepip", "--default-pip"].map(asBytes);

/** What installs into an entered environment without pip: the first way that is open here. */
export function givePip(facts: MessageFacts, environment: Active, wish: Wish): Given {
  if (facts.tools.has("uv")) {
    const command = asUv(wish.command);
    return { title: "Into your active environment, with uv:", before: [], command };
  }
  const [program, title] = [condaProgram(facts), "Give it a pip and install, one line:"];
  const command = asModule(wish.command, environment.python);
  if (environment.isConda && program !== null) {
    return { title, before: [asBytes(`${program} install pip`)], command };
  }
  const first = environment.hasEnsurepip ? [] : installVenvPackage(facts);
  const giving = wish.speech.command([environment.python ?? asBytes("python"), ...ensurepip]);
  if (first !== null) {
    return { title, before: [...first, giving], command };
  }
  const { path, library } = environment;
  const fetched = fetchPip(facts, { ...wish, environment: path, library });
  return fetched === null
    ? { title: nobodysPip(facts), before: [giving], command, isLacking: true }
    : { title, before: [fetched.step], command };
}

/** conda, or what does the same. */
export function condaProgram({ tools }: MessageFacts): string | null {
  return ["conda", "mamba", "micromamba"].find((name) => tools.has(name)) ?? null;
}

/** What gives the active environment, whose own Python is asked, a pip; null where nobody here can. */
export function bringPip(facts: MessageFacts, speech: Speech): Bytes | null {
  const first = (facts.target?.hasEnsurepip ?? true) ? [] : installVenvPackage(facts);
  return first === null
    ? null
    : speech.chain([...first, speech.command([asBytes("python"), ...ensurepip])]);
}

type Wanted = Wish & {
  readonly environment: Bytes;
  /** `python3.12`: what its packages lie under. */
  readonly library: Bytes;
};

type Fetched = { readonly step: Bytes; readonly command: readonly Bytes[] };

/** The pip that was typed puts one there; null where there is no pip to do it, or it cannot be told where to. */
export function fetchPip(facts: MessageFacts, wanted: Wanted): Fetched | null {
  const { target, ambient } = facts;
  const { speech, command, environment, library } = wanted;
  if (target === null || !target.hasPip) {
    return null;
  }
  const pip = pipWords(facts, target.path);
  const to = (...words: readonly string[]): Bytes =>
    speech.command([...pip, ...words].map(asBytes));
  if (isAtLeast(target.pipVersion ?? newestPip, "22.3")) {
    return {
      step: to("--python", environment, "install", ...undoing({ ambient, environment }), "pip"),
      command,
    };
  }
  // Older ones know no other Python than their own; what they put there has no program, so it is run as a module.
  const site = join(environment, `lib/${library}/site-packages`);
  const own = asModule(command);
  const others = ambient.filter((name) => name === "user");
  const undone = undoing({ ambient: others, environment });
  const step = to("install", "--target", site, ...undone, "pip");
  return library === "" ? null : { step, command: own };
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
