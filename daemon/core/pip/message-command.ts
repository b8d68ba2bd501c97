// The person's own command, as a message may repeat it: without secrets, and changed only where it has to be.

import { asBytes, type Bytes } from "../bytes.ts";
import { normaliseName } from "../distribution.ts";
import { readEntryPoint } from "./entry-point.ts";

export type Repeated = {
  readonly words: readonly Bytes[];
  /** Something was left out of it: it would not do the same when typed. */
  readonly isCut: boolean;
};

const lengthLimit = 1500;
/** What is there for one command alone: `<(...)`, zsh's `=(...)`, fish's `psub`, what stands before a pipe. */
const passing =
  /(^|=|^-[a-z])\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+|tmp\/zsh\w{6}|[^=]*\.psub\.\w+)$/;
const secretOption = /^--(?:[\w-]*-)?(?:token|password|passwd|key|secret)(=|$)/i;

/** The command with its secrets as stars, and without what is gone by then; one too long or odd is cut. */
export function redact(argv: readonly Bytes[]): Repeated {
  const isShort = argv.join(" ").length <= lengthLimit;
  // oxlint-disable-next-line no-control-regex -- control bytes are what is looked for
  if (!isShort || argv.some((word) => /[\u0000-\u001f\u007f]/.test(word))) {
    return { words: [...commandName(argv), asBytes("...")], isCut: true };
  }
  const words = argv.map((word, index) => redactWord(word, argv[index - 1] ?? asBytes("")));
  return { words, isCut: words.some((word, index) => word !== argv[index]) };
}

function commandName(argv: readonly Bytes[]): readonly Bytes[] {
  return argv
    .slice(0, verbAt(argv) + 1)
    .filter((word) => /^[\w.-]+$/.test(word))
    .slice(0, 6);
}

function redactWord(word: Bytes, before: Bytes): Bytes {
  if (secretOption.exec(before)?.[1] === "") {
    return asBytes("***");
  }
  if (secretOption.exec(word)?.[1] === "=") {
    return asBytes(word.replace(/=[^]*$/, "=***"));
  }
  const isProxy = before === "--proxy" || word.startsWith("--proxy=");
  const lasting = word.replace(passing, "$1...");
  if (lasting !== word) {
    return asBytes(lasting);
  }
  const hidden = isProxy ? word.replace(/^(--proxy=)?(?![\w+.-]+:\/\/)[^]*@/, "$1***@") : word;
  return asBytes(hideInUrls(hidden));
}

/** Whoever is named before `@`, and what follows `?`: `ssh://git@` names nobody. */
function hideInUrls(word: string): string {
  return word
    .replace(/([\w+.-]+:\/\/)([^/?#@\s]*)@/g, (whole, scheme: string, who: string) =>
      scheme.endsWith("ssh://") && !who.includes(":") ? whole : `${scheme}***@`,
    )
    .replace(/([\w+.-]+:\/\/[^?#]*)\?[^#]+/g, "$1?***");
}

/** Where the verb stands; the first word where none does. */
export function verbAt(argv: readonly Bytes[]): number {
  return Math.max(
    0,
    argv.findIndex((word) => word === "install" || word === "uninstall" || word === "develop"),
  );
}

/** Whether it takes packages away. */
export function isUninstall(argv: readonly Bytes[]): boolean {
  return argv[verbAt(argv)] === "uninstall";
}

/** What is asked for, where that is all there is: plain names, perhaps with versions. */
export function plainRequirements(argv: readonly Bytes[]): readonly Bytes[] | null {
  const words = argv.slice(verbAt(argv) + 1);
  const names = words.filter((word) => !/^(-U|--upgrade|-q|-v|--quiet|--user)$/.test(word));
  const isPlain = names.length > 0 && names.every((name) => requirement.test(name));
  return isPlain && readEntryPoint(argv).kind === "pip" ? names : null;
}

// Nothing in it can be matched in two ways: no word, however long and odd, is pondered.
const version = String.raw`(?:===?|[<>!~]=|[<>])[\w*][\w.*+!-]*`;
const requirement = new RegExp(
  String.raw`^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[[\w.,-]*\])?(?:${version}(?:,${version})*)?$`,
);

/** The name in front of extras and versions, as PEP 503 compares it. */
export function projectName(word: Bytes): string {
  return normaliseName(/^[\w.-]+/.exec(word)?.[0] ?? "");
}
