// The Python that a command would change, as a message speaks of it.

import { asBytes } from "../core/bytes.ts";
import { isWithin } from "../core/path.ts";
import { describeKind, isIsolated, type Kind } from "../core/pip/kind.ts";
import type { Target } from "../core/pip/message-facts.ts";
import type { Python } from "../core/pip/python.ts";
import { userSite } from "../core/pip/sites.ts";
import type { Examined } from "./examine-pip.ts";
import type { PipPorts } from "./pip-ports.ts";

/** What there is to say of it. */
export async function describeTarget(
  python: Python,
  examined: Examined,
  ports: PipPorts,
): Promise<Target> {
  const { facts, caller } = examined;
  const kind = await kindWritten(python, examined, ports);
  const isSystems = kind === "distro-em" || kind === "distro";
  const distributor = isSystems ? await ports.readDistributor() : null;
  const plain = describeKind(kind);
  const user = userSite({
    ...python,
    home: caller.home,
    base: caller.variables.get("PYTHONUSERBASE") ?? asBytes(""),
  });
  return {
    // What a view's link leads to is a package of Spack's own, and not what would change.
    path: python.kind === "spack-view" ? python.interpreter : python.realInterpreter,
    phrase: distributor === null ? plain : `${distributor}'s; other programs depend on it`,
    prefix: python.prefix,
    tool: python.tool,
    version: python.version,
    library: python.library,
    hasPip: python.hasPip,
    pipVersion: python.pipVersion,
    // Where no file tells of its library, nothing says that it lacks some of it.
    hasEnsurepip: python.hasEnsurepip || python.version === null,
    isWritable: python.isWritable,
    broken: python.broken,
    isSites: isSites(python, facts.home),
    userBase: user.base,
  };
}

/** Of an environment that was told to write to its base, the base's. */
async function kindWritten(
  { kind, realInterpreter }: Python,
  { decision, caller }: Examined,
  ports: PipPorts,
): Promise<Kind> {
  if (decision.rule !== "K10-global" || !isIsolated(kind)) {
    return kind;
  }
  const base = await ports.lookAtPython({ interpreter: realInterpreter, isWrapped: false }, caller);
  return base.kind;
}

/** A module's or Spack's: made by administrators for everybody, with packages in it that people came for. */
function isSites({ kind, prefix, isWritable }: Python, home: string): boolean {
  if (kind.startsWith("spack-")) {
    return true;
  }
  const isCommon = prefix === "/usr" || prefix === "/usr/local" || isWithin(prefix, asBytes(home));
  return kind === "global" && !isWritable && !isCommon;
}
