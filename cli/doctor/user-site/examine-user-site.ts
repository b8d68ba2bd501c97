// What the account's own packages do to every Python of their version.

import { asBytes, toText, type Bytes } from "../../../daemon/core/bytes.ts";
import { join } from "../../../daemon/core/path.ts";
import type { Eyes } from "../../../daemon/io/pip/eyes.ts";
import { spell, type Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group, Python } from "./ask-pythons.ts";
import {
  isEditable,
  isNamespace,
  listOwnFiles,
  readModules,
  showPackage,
  type Library,
  type Package,
} from "./library.ts";

/** In the order in which it matters: what breaks something now comes first. */
export async function examineGroup(group: Group, desk: Desk): Promise<readonly Finding[]> {
  if (group.found === 0) {
    return [dead(group, desk)];
  }
  const seeing = group.pythons.filter(({ place }) => place >= 0);
  if (seeing.length === 0) {
    return [];
  }
  const own = { ...group, pythons: seeing };
  return [
    ...(await findShadows(own, desk)),
    ...(await findClashes(own, desk)),
    ...(await findLeaks(own, desk)),
    ...(await findCode(own, desk)),
  ];
}

function dead({ user, program }: Group, desk: Desk): Finding {
  return {
    id: "user-site-dead",
    what: `packages of your own for ${program}, and no such Python is here any more`,
    where: toText(user.directory),
    mend: spell(desk, ...["rm", "-r", "--"].map(asBytes), user.directory),
    names: user.packages.map(({ name }) => name),
  };
}

async function findShadows(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { user, pythons } = group;
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const python of pythons) {
    for (const { library, place } of python.others) {
      for (const mine of user.packages) {
        const theirs = library.packages.find(({ name }) => name === mine.name);
        if (theirs !== undefined && !told.has(theirs.info)) {
          told.add(theirs.info);
          const isMine = python.place < place;
          const order = { mine, theirs, library, isMine, python };
          findings.push(await shadow(order, group, desk));
        }
      }
    }
  }
  return findings;
}

type Shadow = {
  readonly mine: Package;
  readonly theirs: Package;
  readonly library: Library;
  readonly isMine: boolean;
  readonly python: Python;
};

async function shadow(
  { mine, theirs, library, isMine, python }: Shadow,
  group: Group,
  desk: Desk,
): Promise<Finding> {
  const what = isMine
    ? `your own ${showPackage(mine)} hides the ${showPackage(theirs)} of ${toText(python.program)}`
    : `your own ${showPackage(mine)} is hidden by the ${showPackage(theirs)} of ${toText(python.program)}`;
  return {
    id: "user-site-shadows",
    what,
    where: `${toText(group.user.directory)} and ${toText(library.directory)}`,
    mend: await remove([mine], { ...group, pythons: [python, ...group.pythons] }, desk),
    names: [mine.name],
  };
}

async function findClashes(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { user, pythons } = group;
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const mine of user.packages) {
    const modules = await readModules(mine, desk.eyes);
    for (const python of pythons) {
      for (const { library } of python.others) {
        const isSame = library.packages.some(({ name }) => name === mine.name);
        const shared = isSame ? [] : await findShared(modules, [user, library], desk.eyes);
        for (const module of shared) {
          const key = `${library.directory}/${module}`;
          if (!told.has(key)) {
            told.add(key);
            findings.push(await clash({ mine, module, library }, group, desk));
          }
        }
      }
    }
  }
  return findings;
}

/** The modules that lie in both directories, and of which only one can be had. */
async function findShared(
  modules: ReadonlySet<string>,
  [user, library]: readonly [Library, Library],
  eyes: Eyes,
): Promise<readonly string[]> {
  const files = new Set(library.files.map((file) => file.replace(/\.(?:py|pyc|so|.*\.so)$/, "")));
  const shared: string[] = [];
  for (const module of modules) {
    if (
      files.has(module) &&
      !(await isNamespace(user.directory, module, eyes)) &&
      !(await isNamespace(library.directory, module, eyes))
    ) {
      shared.push(module);
    }
  }
  return shared;
}

type Clash = { readonly mine: Package; readonly module: string; readonly library: Library };

async function clash({ mine, module, library }: Clash, group: Group, desk: Desk): Promise<Finding> {
  const owner = await findOwner(module, library, desk.eyes);
  return {
    id: "user-site-clash",
    what: `your own ${showPackage(mine)} brings a module ${module}, which ${owner} brings, too`,
    where: `${toText(group.user.directory)} and ${toText(library.directory)}`,
    mend: await remove([mine], group, desk),
    names: [mine.name],
  };
}

async function findOwner(module: string, library: Library, eyes: Eyes): Promise<string> {
  for (const one of library.packages) {
    if ((await readModules(one, eyes)).has(module)) {
      return showPackage(one);
    }
  }
  return "something else";
}

/** What is only the account's works now, and nowhere else. */
async function findLeaks(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { user, pythons, program } = group;
  const theirs = new Set(
    pythons.flatMap(({ others }) =>
      others.flatMap(({ library }) => library.packages.map(({ name }) => name)),
    ),
  );
  const leaking = user.packages.filter(({ name }) => !theirs.has(name));
  if (leaking.length === 0) {
    return [];
  }
  const shown = leaking.slice(0, 8).map(showPackage).join(", ");
  const more = leaking.length > 8 ? ` and ${leaking.length - 8} more` : "";
  return [
    {
      id: "user-site-leaks",
      what: `every ${program} sees your own ${shown}${more}: what needs them works here, and not for others or in CI`,
      where: toText(user.directory),
      mend: await remove(leaking, group, desk),
      names: leaking.map(({ name }) => name),
    },
  ];
}

const codeLimit = 64 * 1024;

/** What runs, or leads elsewhere, at every start of every such Python. */
async function findCode({ user, ...group }: Group, desk: Desk): Promise<readonly Finding[]> {
  const { eyes } = desk;
  const findings: Finding[] = [];
  const note = (id: Finding["id"], file: Bytes, what: string): void => {
    const path = join(user.directory, file);
    const mend = spell(desk, ...["rm", "-r", "--"].map(asBytes), path);
    findings.push({ id, what, where: toText(path), mend, names: [toText(file)] });
  };
  for (const file of user.files.toSorted()) {
    if (/^(?:usercustomize)(?:\.pyc?)?$/.test(file)) {
      note("user-site-code", file, `it runs at every start of every ${group.program}`);
    } else if (file.endsWith(".pth")) {
      const text = (await eyes.readHead(join(user.directory, file), codeLimit)) ?? Buffer.alloc(0);
      const lines = text.toString("latin1").split("\n");
      if (lines.some((line) => /^import[ \t]/.test(line))) {
        note("user-site-code", file, `it runs code at every start of every ${group.program}`);
      } else if (lines.some((line) => /^[^#\s]/.test(line))) {
        note("user-site-editable", file, `it adds directories to every ${group.program}`);
      }
    }
  }
  for (const one of user.packages) {
    if (await isEditable(one, eyes)) {
      findings.push({
        id: "user-site-editable",
        what: `your own ${showPackage(one)} is a link to a working copy, for every ${group.program}`,
        where: toText(one.info),
        mend: await remove([one], { user, ...group }, desk),
        names: [one.name],
      });
    }
  }
  return findings;
}

/** Outside of an environment pip takes the account's own copy first. */
async function remove(
  packages: readonly Package[],
  { user, pythons }: Pick<Group, "user" | "pythons">,
  desk: Desk,
): Promise<string> {
  for (const { program, answer, others, place } of pythons) {
    const isPlain = answer.prefix === answer.basePrefix && place >= 0;
    const places = [user.directory, ...others.map(({ library }) => library.directory)];
    const pips = await Promise.all(
      places.map((directory) => desk.eyes.isDirectory(join(directory, "pip"))),
    );
    if (isPlain && pips.includes(true)) {
      const words = ["pyguard", "anyway", program, "-m", "pip", "uninstall"];
      return spell(desk, ...[...words, ...packages.map(({ name }) => name)].map(asBytes));
    }
  }
  const files = await Promise.all(packages.map((one) => listOwnFiles(one, user, desk.eyes)));
  return spell(desk, ...["rm", "-r", "--"].map(asBytes), ...files.flat());
}
