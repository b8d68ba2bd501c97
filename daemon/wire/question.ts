// A question of protocol 1, field by field, and nothing that was not asked.

import { asBytes, type Bytes } from "../core/bytes.ts";
import { protocol, renderFrame, parseFrame, questionLimit } from "./frame.ts";

export type Verb = "here" | "pip" | "bye";
export type ShellName = "bash" | "zsh" | "fish" | "pwsh" | "cli";

/** What the shell says about itself besides its variables, one letter each. */
export type Flags = {
  /** `i`: interactive. */
  readonly interactive: boolean;
  /** `t`: stderr is a terminal. */
  readonly terminal: boolean;
  /** `e`: an editor's terminal. */
  readonly editor: boolean;
  /** `h`: left by hand below the marker's root. */
  readonly leftByHand: boolean;
  /** `b`: VIRTUAL_ENV was active before this shell's first prompt and is unchanged since. */
  readonly background: boolean;
};

/** The only thing in a question that can lead to trust. */
export type Evidence =
  | { readonly kind: "none" }
  | { readonly kind: "born"; readonly directory: Bytes }
  | { readonly kind: "activated"; readonly environment: Bytes };

export type Question = {
  readonly number: Bytes;
  readonly verb: Verb;
  readonly shell: ShellName;
  readonly version: Bytes;
  readonly pid: number;
  readonly directory: Bytes;
  readonly virtualEnv: Bytes;
  /** The marker's two parts, both empty where it is not set. */
  readonly active: { readonly environment: Bytes; readonly root: Bytes };
  readonly condaPrefix: Bytes;
  readonly witness: Bytes;
  readonly evidence: Evidence;
  readonly flags: Flags;
  /** `pip` only: the variables that change a decision. Never logged, stored or put into an event. */
  readonly variables: ReadonlyMap<string, Bytes>;
  /** `pip` only: the command as typed, its name first. */
  readonly argv: readonly Bytes[];
};

export type ParsedQuestion =
  | { readonly kind: "question"; readonly question: Question }
  | { readonly kind: "incomplete" }
  | { readonly kind: "bad"; readonly reason: string };

const fixedFields = 13;
const verbs: ReadonlySet<string> = new Set<Verb>(["here", "pip", "bye"]);
const shells: ReadonlySet<string> = new Set<ShellName>(["bash", "zsh", "fish", "pwsh", "cli"]);

/** Reads one question. `incomplete` asks for more bytes; `bad` never becomes right and says why. */
export function parseQuestion(frame: Buffer): ParsedQuestion {
  if (frame.length > questionLimit) {
    return { kind: "bad", reason: `more than ${questionLimit} bytes` };
  }
  const fields = parseFrame(frame, questionLimit);
  if (fields === null) {
    return { kind: "incomplete" };
  }
  if (fields[0] !== protocol) {
    return { kind: "bad", reason: "another protocol" };
  }
  const lists = parseLists(fields);
  if (typeof lists === "string") {
    return lists === "more" ? { kind: "incomplete" } : { kind: "bad", reason: lists };
  }
  return parseFields(fields, lists);
}

type Lists = Pick<Question, "variables" | "argv">;

/** Fields 14 and 15; `more` where a count promises fields that are not there yet. */
function parseLists(fields: readonly Bytes[]): Lists | string {
  if (fields.length < fixedFields) {
    return "more";
  }
  if (fields[2] !== "pip") {
    return fields.length === fixedFields ? { variables: new Map(), argv: [] } : "too many fields";
  }
  const assignments = takeCounted(fields, fixedFields);
  if (typeof assignments === "string") {
    return assignments;
  }
  const argv = takeCounted(fields, fixedFields + 1 + assignments.length);
  if (typeof argv === "string") {
    return argv;
  }
  const used = fixedFields + 2 + assignments.length + argv.length;
  if (used !== fields.length || argv.length === 0) {
    return "counts do not fit";
  }
  return { variables: new Map(assignments.map(parseAssignment)), argv };
}

function takeCounted(fields: readonly Bytes[], at: number): readonly Bytes[] | string {
  const count = fields[at];
  if (count === undefined) {
    return "more";
  }
  if (!/^\d{1,6}$/.test(count)) {
    return "a count is not a number";
  }
  const taken = fields.slice(at + 1, at + 1 + Number(count));
  return taken.length === Number(count) ? taken : "more";
}

function parseAssignment(assignment: Bytes): readonly [string, Bytes] {
  const equals = assignment.indexOf("=");
  return equals < 0
    ? [assignment, asBytes("")]
    : [assignment.slice(0, equals), asBytes(assignment.slice(equals + 1))];
}

function parseFields(fields: readonly Bytes[], lists: Lists): ParsedQuestion {
  const [, number, verb, shell, version, pid, directory, virtualEnv, marker, condaPrefix] =
    filled(fields);
  const [witness, evidence, flags] = filled(fields.slice(10));
  if (!/^\d{1,15}$/.test(number) || !isVerb(verb) || !isShell(shell) || !/^\d{1,10}$/.test(pid)) {
    return { kind: "bad", reason: "number, verb, shell or pid is none" };
  }
  const active = parseMarker(marker);
  const judged = parseEvidence(evidence);
  if (!directory.startsWith("/") || active === null || judged === null) {
    return { kind: "bad", reason: "directory, marker or evidence is none" };
  }
  const question = {
    number,
    verb,
    shell,
    version,
    pid: Number(pid),
    directory,
    virtualEnv,
    active,
    condaPrefix,
  };
  return {
    kind: "question",
    question: { ...question, witness, evidence: judged, flags: parseFlags(flags), ...lists },
  };
}

type Filled = readonly [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes];

function filled(fields: readonly Bytes[]): Filled {
  const at = (index: number): Bytes => fields[index] ?? asBytes("");
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9)];
}

function isVerb(field: string): field is Verb {
  return verbs.has(field);
}

function isShell(field: string): field is ShellName {
  return shells.has(field);
}

/** `environment:root`, both absolute and without a colon; empty is no marker; anything else is null. */
export function parseMarker(field: Bytes): Question["active"] | null {
  if (field === "") {
    return { environment: asBytes(""), root: asBytes("") };
  }
  const match = /^(\/[^:]*):(\/[^:]*)$/s.exec(field);
  return match === null
    ? null
    : { environment: asBytes(match[1] ?? ""), root: asBytes(match[2] ?? "") };
}

function parseEvidence(field: Bytes): Evidence | null {
  if (field === "") {
    return { kind: "none" };
  }
  if (field.startsWith("born:/")) {
    return { kind: "born", directory: asBytes(field.slice("born:".length)) };
  }
  if (field.startsWith("activated:/")) {
    return { kind: "activated", environment: asBytes(field.slice("activated:".length)) };
  }
  return null;
}

function parseFlags(letters: Bytes): Flags {
  return {
    interactive: letters.includes("i"),
    terminal: letters.includes("t"),
    editor: letters.includes("e"),
    leftByHand: letters.includes("h"),
    background: letters.includes("b"),
  };
}

/** Writes a question as a hook would: for the command line's own questions and for tests. */
export function renderQuestion(question: Question): Buffer {
  const { active, evidence, flags } = question;
  const marker = active.environment === "" ? "" : `${active.environment}:${active.root}`;
  const fields = [
    protocol,
    question.number,
    question.verb,
    question.shell,
    question.version,
    String(question.pid),
    question.directory,
    question.virtualEnv,
    marker,
    question.condaPrefix,
    question.witness,
    renderEvidence(evidence),
    renderFlags(flags),
    ...renderLists(question),
  ];
  return renderFrame(fields.map(asBytes));
}

function renderEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case "none":
      return "";
    case "born":
      return `born:${evidence.directory}`;
    case "activated":
      return `activated:${evidence.environment}`;
  }
}

function renderFlags(flags: Flags): string {
  const letters: readonly (readonly [boolean, string])[] = [
    [flags.interactive, "i"],
    [flags.terminal, "t"],
    [flags.editor, "e"],
    [flags.leftByHand, "h"],
    [flags.background, "b"],
  ];
  return letters.map(([isSet, letter]) => (isSet ? letter : "")).join("");
}

function renderLists(question: Question): readonly string[] {
  if (question.verb !== "pip") {
    return [];
  }
  const assignments = [...question.variables].map(([name, value]) => `${name}=${value}`);
  return [
    String(assignments.length),
    ...assignments,
    String(question.argv.length),
    ...question.argv,
  ];
}
