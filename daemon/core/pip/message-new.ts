// A new environment: where it can be.

import { asBytes, type Bytes } from "../bytes.ts";
import { closing } from "../closing.ts";
import { startsScripts } from "../script-python.ts";
import { asModule } from "./as-pip.ts";
import { readEntryPoint } from "./entry-point.ts";
import { fromElsewhere } from "./from-elsewhere.ts";
import type { MessageFacts, Speech } from "./message-facts.ts";
import { compose, type Advice } from "./message-line.ts";
import { makeWay } from "./message-make.ts";

type Wish = { readonly speech: Speech; readonly command: readonly Bytes[] };

/** Makes an environment in this directory, or in one that is made for it. */
export function adviseNew(facts: MessageFacts, { speech, command }: Wish): Advice {
  const { title, steps, byHand, own } = makeNew(facts, { speech, command });
  return compose({ title, before: steps, command: own, byHand }, speech);
}

type New = {
  readonly title: string;
  readonly steps: readonly Bytes[];
  readonly byHand: readonly Bytes[];
  /** The command as it is right there. */
  readonly own: readonly Bytes[];
};

/** The steps that make it. */
export function makeNew(facts: MessageFacts, { speech, command }: Wish): New {
  const place = newPlace(facts, speech);
  const there = place.isElsewhere ? fromElsewhere(command, facts.directory) : command;
  const way = makeWay(facts, { speech, command: there });
  const before = [...leaveKept(facts), ...way.first, ...place.steps];
  return {
    title: way.lack === "" ? place.title : way.lack,
    steps: [...before, ...way.make],
    byHand: [...before, ...way.byHand],
    own: startsScripts(place.root) ? way.command : withoutScript(way.command),
  };
}

/** The same by the entered environment's Python, where its `pip` is typed. */
function withoutScript(command: readonly Bytes[]): readonly Bytes[] {
  const entry = readEntryPoint(command);
  return entry.kind === "pip" && entry.at === 1 ? asModule(command) : command;
}

/** What was activated by hand is never replaced: it has to be left the same way. */
export function leaveKept({ kept, tools }: MessageFacts): readonly Bytes[] {
  switch (kept) {
    case null:
      return [];
    case "venv":
      return [asBytes("deactivate")];
    case "conda":
      return tools.has("conda activate") ? [asBytes("conda deactivate")] : [];
  }
}

type NewPlace = {
  readonly title: string;
  readonly steps: readonly Bytes[];
  /** The directory that will hold it. */
  readonly root: Bytes;
  readonly isElsewhere: boolean;
};

/** Where an environment can be, and what has to be done to have the place. */
function newPlace({ spot, directory, projectRoot }: MessageFacts, speech: Speech): NewPlace {
  if (spot.kind === "unsearched") {
    return {
      title: "Make a project and install, one line:",
      steps: ["mkdir -p ~/my-project", "cd ~/my-project"].map(asBytes),
      root: asBytes("~/my-project"),
      isElsewhere: true,
    };
  }
  const root = spot.kind === "occupied" ? spot.project : (projectRoot ?? directory);
  const isElsewhere = root !== directory;
  const there = isElsewhere ? [speech.command([asBytes("cd"), root])] : [];
  const closed = spot.kind === "free" ? close(spot.open ?? [], speech) : [];
  return {
    title: isElsewhere
      ? "Make one for this project and install, one line:"
      : "Make one here and install, one line:",
    steps: spot.kind === "occupied" ? [...there, makeRoom(spot, speech)] : [...closed, ...there],
    root,
    isElsewhere,
  };
}

/** What others can write to, they could put an environment of theirs into. */
function close(open: readonly Bytes[], speech: Speech): readonly Bytes[] {
  return open.length === 0 ? [] : [speech.command(closing(open))];
}

function makeRoom(
  { name, isKept }: Extract<MessageFacts["spot"], { kind: "occupied" }>,
  speech: Speech,
): Bytes {
  const words = isKept ? ["mv", name, `${name}.old`] : ["rm", "-r", name];
  return speech.command(words.map(asBytes));
}
