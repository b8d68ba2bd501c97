// From what was typed to a directory: a path, or a name in one of the places where tools keep environments.

import { asBytes, fromText, type Bytes } from "../../daemon/core/bytes.ts";
import { join, resolve } from "../../daemon/core/path.ts";
import { lstat } from "../../daemon/io/files.ts";
import type { Context } from "../context.ts";

/** The first that is there; else the path itself, so that a complaint can name it. */
export async function findNamed(
  named: string,
  { directory, environment, home }: Pick<Context, "directory" | "environment" | "home">,
): Promise<Bytes> {
  const path = resolve(directory, fromText(named));
  if (named.includes("/") || named === "." || named === "..") {
    return path;
  }
  const variable = (name: string): Bytes => environment.get(name) ?? asBytes("");
  const pyenv = variable("PYENV_ROOT") || join(home, ".pyenv");
  const places = [
    variable("WORKON_HOME"),
    join(home, ".virtualenvs"),
    join(home, ".local/share/virtualenvs"),
    join(asBytes(pyenv), "versions"),
  ];
  const kept = places
    .filter((place) => place.startsWith("/"))
    .map((place) => join(place, fromText(named)));
  for (const candidate of [path, ...kept]) {
    if ((await lstat(join(candidate, "pyvenv.cfg"))) !== null) {
      return candidate;
    }
  }
  return path;
}
