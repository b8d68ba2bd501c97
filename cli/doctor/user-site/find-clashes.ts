// Modules of one name that come from different packages: only one of them can be imported.

import { toText } from "../../../daemon/core/bytes.ts";
import type { Eyes } from "../../../daemon/io/pip/eyes.ts";
import type { Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import type { Group } from "./ask-pythons.ts";
import { isNamespace, readModules, showPackage, type Library, type Package } from "./library.ts";
import { spellRemoval } from "./spell-removal.ts";

/** One finding for each such module in each other directory of packages. */
export async function findClashes(group: Group, desk: Desk): Promise<readonly Finding[]> {
  const { user, pythons } = group;
  const libraries = new Map(
    pythons.flatMap(({ others }) => others.map(({ library }) => [library.directory, library])),
  );
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const mine of user.packages) {
    const modules = await readModules(mine, desk.eyes);
    for (const library of libraries.values()) {
      const isSame = library.packages.some(({ name }) => name === mine.name);
      const shared = isSame ? [] : await findShared(modules, [user, library], desk.eyes);
      for (const module of shared.filter((each) => !told.has(`${library.directory}/${each}`))) {
        told.add(`${library.directory}/${module}`);
        findings.push(await clash({ mine, module, library }, group, desk));
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
    mend: await spellRemoval([mine], group, desk),
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
