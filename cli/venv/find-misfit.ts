// Whether the environment that is there already has the Python that was asked for.

import { fromText, split, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { basename } from "../../daemon/core/path.ts";
import { fit, parsePythonRequest, type Offered } from "../../daemon/core/python-request.ts";
import { accepts } from "../../daemon/core/requires-python.ts";
import { findCallingShell } from "../pip/calling-shell.ts";
import { sayCommands } from "../say-commands.ts";
import { show } from "../trust/words.ts";
import { choosePython, type Choosing } from "./choose-python.ts";

/** What is known of its Python without running it. */
export type Existing = {
  /** As its pyvenv.cfg tells it; may be empty. */
  readonly version: Bytes;
  /** Where its `bin/python` leads. */
  readonly python: Bytes;
};

/** One line of complaint; null where it fits, or none was asked for. */
export async function findMisfit(existing: Existing, choosing: Choosing): Promise<string | null> {
  const { asked } = choosing;
  if (asked.python === "") {
    return null;
  }
  const offered = readOffered(existing);
  const isFit = fitWish(asked.python, offered) ?? (await fitNamed(offered, choosing));
  if (typeof isFit === "string") {
    return isFit;
  }
  return isFit ? null : sayMisfit(existing, choosing);
}

function readOffered({ version, python }: Existing): Offered {
  const implementation = basename(python).startsWith("pypy") ? "pypy" : "cpython";
  return { implementation, release: split(version, ".").map(Number) };
}

/** Null for a command or a path: that has to be asked. */
function fitWish(python: string, offered: Offered): boolean | null {
  const request = parsePythonRequest(python);
  return request === null ? accepts(python, offered.release) : fit(request, offered) === "exact";
}

/** By the language's version: an upgrade of the Python below changes the rest. Words where it cannot be told. */
async function fitNamed(offered: Offered, choosing: Choosing): Promise<boolean | string> {
  const { asked } = choosing;
  const options = [...asked.options, "--without-pip"];
  const choice = await choosePython({ ...choosing, asked: { ...asked, options } });
  if (choice.kind === "none") {
    return choice.line;
  }
  const { implementation, release } = choice.maker;
  return fit({ implementation, release: release.slice(0, 2) }, offered) === "exact";
}

function sayMisfit({ version }: Existing, { context, asked }: Choosing): string {
  const has = version === "" ? "a Python of unknown version" : `Python ${toText(version)}`;
  const name = asked.name === ".venv" ? [] : [asked.name];
  const words = ["pyguard", "venv", "--clear", "--python", asked.python, ...name];
  const again = sayCommands([words], findCallingShell(context));
  return `${asked.name} is there already with ${has}, and you asked for ${show(fromText(asked.python))}; to make it anew: ${again}`;
}
