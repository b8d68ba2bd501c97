// What a prompt calls an environment: never a bare `.venv`, which names nothing.

import { asBytes, type Bytes } from "./bytes.ts";
import { basename } from "./path.ts";
import { showName } from "./show-name.ts";

const generic = new Set(["", ".venv", "venv", ".env", "env", "virtualenv", ".virtualenv"]);

/** The prompt that pyvenv.cfg asks for unless it says nothing, else the project's directory name; filtered. */
export function nameEnvironment(prompt: Bytes, project: Bytes): Bytes {
  const asked = showName(prompt);
  if (!generic.has(asked.toLowerCase())) {
    return asked;
  }
  const own = showName(basename(project));
  return own === "" ? asBytes("project") : own;
}
