// PATH: whether what is typed in the active environment really is that environment's.

import { asBytes, split, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { join, parent } from "../../daemon/core/path.ts";
import { chain, spell, type Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

const names = ["python", "python3", "pip", "pip3"];

/** Nothing where no environment is active. */
export async function examinePath(desk: Desk): Promise<readonly Finding[]> {
  const { environment } = desk.context;
  const active = environment.get("VIRTUAL_ENV") ?? asBytes("");
  const bin = join(active, "bin");
  if (!active.startsWith("/") || !(await desk.eyes.isDirectory(bin))) {
    return [];
  }
  const entries = split(environment.get("PATH") ?? asBytes(""), ":");
  const place = entries.indexOf(bin);
  if (place < 0) {
    const what = `${toText(active)} is active, and is not on PATH`;
    return [{ id: "path-order", what, where: "PATH", mend: enterAgain(active, desk) }];
  }
  const before = [...new Set(entries.slice(0, place))].filter((entry) => entry.startsWith("/"));
  const found = await Promise.all(before.map((entry) => examineEntry(entry, active, desk)));
  return [...found.flat(), ...(await examineScripts(before, bin, desk))];
}

async function examineEntry(entry: Bytes, active: Bytes, desk: Desk): Promise<readonly Finding[]> {
  const { eyes } = desk;
  const found = await Promise.all(names.map((name) => eyes.isProgram(join(entry, name))));
  const own = names.filter((_, index) => found[index]);
  const [first] = own;
  if (first === undefined) {
    return [];
  }
  const isConda = await eyes.isDirectory(join(parent(entry), "conda-meta"));
  return [
    {
      id: "path-order",
      what: `it comes before the active environment and has its own ${own.join(", ")}`,
      where: `${toText(entry)}, in front of ${toText(active)} on PATH`,
      mend: isConda ? "conda deactivate" : enterAgain(active, desk),
      names: own,
    },
  ];
}

/** Puts it in front once more. */
function enterAgain(active: Bytes, desk: Desk): string {
  const isOurs = (desk.context.environment.get("PYGUARD_ACTIVE") ?? "").startsWith(`${active}:`);
  const words = (...each: readonly string[]): string => spell(desk, ...each.map(asBytes));
  return isOurs
    ? chain(desk, words("deactivate"), words("pyguard", "enter"))
    : toText(desk.shell.activation(active));
}

/** The account's own programs (`pip install --user` put them there) in front of the environment's. */
async function examineScripts(
  before: readonly Bytes[],
  bin: Bytes,
  { context, eyes }: Desk,
): Promise<readonly Finding[]> {
  const base = context.environment.get("PYTHONUSERBASE") ?? join(context.home, ".local");
  const directory = join(base, "bin");
  if (!before.includes(directory)) {
    return [];
  }
  const theirs = new Set<string>(await eyes.namesIn(bin));
  const shared = (await eyes.namesIn(directory)).filter(
    (name) => theirs.has(name) && !names.includes(name),
  );
  return shared.length === 0
    ? []
    : [
        {
          id: "user-scripts",
          what: `it comes before the active environment on PATH and has its own ${shared.slice(0, 5).map(toText).join(", ")}`,
          where: toText(directory),
          mend: `in your start file, let PATH have ${toText(directory)} last: PATH=$PATH:${toText(directory)}`,
          names: shared.map(toText),
        },
      ];
}
