// The environment a command here is to run in: the same rules of discovery and trust as in a hooked shell.

import type { Bytes } from "../../daemon/core/bytes.ts";
import { toText } from "../../daemon/core/bytes.ts";
import type { Context } from "../context.ts";
import { gatherStatus } from "../status/gather.ts";
import { openWorkspace, type Workspace } from "../trust/workspace.ts";

export type Entered =
  | {
      readonly kind: "environment";
      readonly path: string;
      readonly name: string;
      readonly version: string;
      /** What the environment changes: a value, or null for a variable that is taken away. */
      readonly changes: Readonly<Record<string, string | null>>;
    }
  | { readonly kind: "none"; readonly why: string };

/** Judges the working directory as a shell without any environment would be answered. */
export async function findEntered(context: Context): Promise<Entered> {
  const plain = { ...context, environment: withoutActive(context.environment) };
  const status = await gatherStatus(plain, asked(openWorkspace(plain)));
  if (status.state !== "in" || status.environment === null) {
    return { kind: "none", why: status.why };
  }
  const path = status.environment;
  const search = context.environment.get("PATH");
  return {
    kind: "environment",
    path,
    name: status.name,
    version: status.version,
    changes: {
      VIRTUAL_ENV: path,
      VIRTUAL_ENV_PROMPT: status.name,
      PATH: prepend(`${path}/bin`, search === undefined ? "" : toText(search)),
      PYTHONHOME: null,
    },
  };
}

/** What shells are not to enter by themselves is entered all the same by whoever asks for it. */
function asked({ ports, ...workspace }: Workspace): Workspace {
  const look: typeof ports.look = async (directory, options) => {
    const sighted = await ports.look(directory, options);
    return { ...sighted, settings: { ...sighted.settings, enter: true, ignore: [] } };
  };
  return { ...workspace, ports: { ...ports, look } };
}

/** What a calling shell has active, or off, is its own affair: a script says where it is by its directory. */
function withoutActive(environment: ReadonlyMap<string, Bytes>): ReadonlyMap<string, Bytes> {
  const names = ["VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "CONDA_PREFIX", "PYGUARD", "PYGUARD_ACTIVE"];
  const own = new Set(names);
  return new Map([...environment].filter(([name]) => !own.has(name)));
}

function prepend(bin: string, search: string): string {
  const others = search.split(":").filter((entry) => entry !== bin);
  return search === "" ? bin : [bin, ...others].join(":");
}
