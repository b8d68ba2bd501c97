// What a hook's `pyguard` function says of its shell to `pyguard doctor`, `status`, `explain` and `check`.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { findShell } from "../../shells/registry.ts";
import type { Shell } from "../../shells/shell.ts";

export type ShellFacts = {
  readonly shell: Shell;
  /** Whether the hook still runs at its prompts. */
  readonly isHooked: boolean;
  /** `pyguard off` was typed. */
  readonly isOff: boolean;
  /** `deactivate` was typed in this project. */
  readonly isLeft: boolean;
  /** Names that would be wrapped, if they were not the user's own. */
  readonly theirs: readonly { readonly name: string; readonly kind: string }[];
};

/** Null where no hook said anything: a script, a shell without the hook. */
export function readShellFacts(environment: ReadonlyMap<string, Bytes>): ShellFacts | null {
  const said = toText(environment.get("PYGUARD_SHELL_FACTS") ?? asBytes(""));
  const values = new Map(
    said.split(" ").map((word) => {
      const [name = "", ...value] = word.split("=");
      return [name, value.join("=")] as const;
    }),
  );
  const shell = findShell(values.get("shell") ?? "");
  if (shell === undefined) {
    return null;
  }
  return {
    shell,
    isHooked: values.get("hook") !== "lost",
    isOff: (values.get("off") ?? "") !== "",
    isLeft: (values.get("left") ?? "") !== "",
    theirs: parseTheirs(values.get("theirs") ?? ""),
  };
}

function parseTheirs(list: string): ShellFacts["theirs"] {
  return list
    .split(",")
    .filter((each) => each !== "")
    .map((each) => {
      const [name = "", kind = "function"] = each.split(":");
      return { name, kind };
    });
}
