// Packages of conda environments that pip wrote over: conda does not know, and may break them at its next update.

import { asBytes, toText, type Bytes } from "../../../daemon/core/bytes.ts";
import { normaliseName } from "../../../daemon/core/distribution.ts";
import { join } from "../../../daemon/core/path.ts";
import { spell, type Desk } from "../desk.ts";
import type { Finding } from "../finding.ts";
import { listConda } from "./find-pythons.ts";
import { readInstaller, readLibrary, showPackage, type Package } from "./library.ts";

/** A hundred environments take long to read; the active one and the base come first. */
const prefixLimit = 20;
const recordLimit = 16 * 1024 * 1024;

/** Reads conda's records of at most twenty environments. */
export async function examineConda(desk: Desk): Promise<readonly Finding[]> {
  const prefixes = (await listConda(desk)).slice(0, prefixLimit);
  const found = await Promise.all(prefixes.map((prefix) => examinePrefix(prefix, desk)));
  return found.flat();
}

async function examinePrefix(prefix: Bytes, desk: Desk): Promise<readonly Finding[]> {
  const { eyes } = desk;
  const records = await readNames(join(prefix, "conda-meta"), desk);
  const libraries = (await eyes.namesIn(join(prefix, "lib"))).filter((name) =>
    /^python\d+\.\d+t?$/.test(name),
  );
  const findings: Finding[] = [];
  for (const name of libraries) {
    const { packages, directory } = await readLibrary(
      join(prefix, "lib", name, "site-packages"),
      eyes,
    );
    for (const one of packages) {
      const record = records.get(one.name);
      if (record !== undefined && (await isReplaced(one, record, desk))) {
        findings.push(replaced(one, { prefix, directory }, desk));
      }
    }
  }
  return findings;
}

/** `conda-meta/numpy-1.26.4-py312h_0.json`, by the package's name. */
async function readNames(directory: Bytes, { eyes }: Desk): Promise<ReadonlyMap<string, Bytes>> {
  const names = await eyes.namesIn(directory);
  return new Map(
    names.flatMap((file) => {
      const name = /^(.+)-[^-]+-[^-]+\.json$/.exec(file)?.[1];
      return name === undefined ? [] : [[normaliseName(name), join(directory, file)] as const];
    }),
  );
}

/** Installed by pip, into a place where conda had put files of its own. */
async function isReplaced(one: Package, record: Bytes, { eyes }: Desk): Promise<boolean> {
  if ((await readInstaller(one, eyes)) !== "pip") {
    return false;
  }
  const text = await eyes.readHead(record, recordLimit);
  return text !== null && text.includes("/site-packages/");
}

type Place = { readonly prefix: Bytes; readonly directory: Bytes };

function replaced(one: Package, { prefix, directory }: Place, desk: Desk): Finding {
  const words = ["conda", "install", "--force-reinstall", "-p"].map(asBytes);
  return {
    id: "conda-replaced",
    what: `pip wrote ${showPackage(one)} over the one that conda installed`,
    where: toText(directory),
    mend: spell(desk, ...words, prefix, asBytes(one.name)),
    names: [one.name],
  };
}
