// What `pyguard use` does: an environment that lives elsewhere becomes a project's own.

import type { Bytes } from "../core/bytes.ts";
import { isUsable, join } from "../core/path.ts";
import type { Ports } from "./ports.ts";
import { trust, type Trusting } from "./trust.ts";

type Use = { readonly project: Bytes; readonly environment: Bytes };

export interface Uses {
  keep: (use: Use) => Promise<void>;
  forget: (project: Bytes) => Promise<boolean>;
  list: () => Promise<readonly Use[]>;
}

export type Using =
  | {
      readonly kind: "used";
      readonly trusting: Extract<Trusting, { readonly kind: "trusted" }>;
      /** It is the project's own, which needs no record. */
      readonly isOwn: boolean;
    }
  | { readonly kind: "no-project"; readonly project: Bytes }
  | { readonly kind: "no-environment"; readonly environment: Bytes; readonly isConda: boolean }
  /** A path that PATH cannot carry. */
  | { readonly kind: "unusable"; readonly path: Bytes }
  /** The project is never searched, or what is asked for cannot be trusted. */
  | { readonly kind: "not-trusted"; readonly trusting: Exclude<Trusting, { kind: "trusted" }> };

export type Asked = {
  /** As they were typed, absolute. */
  readonly environment: Bytes;
  readonly project: Bytes;
};

export type UsePorts = {
  readonly ports: Ports;
  readonly uses: Uses;
  readonly typeOf: (path: Bytes) => Promise<"file" | "directory" | "other" | "nothing">;
};

/** Records it and trusts it, or leaves everything as it was. */
export async function use(asked: Asked, { ports, uses, typeOf }: UsePorts): Promise<Using> {
  const project = await ports.canonical(asked.project);
  if (project === null || (await typeOf(project)) !== "directory") {
    return { kind: "no-project", project: asked.project };
  }
  const environment = await ports.canonical(asked.environment);
  if (environment === null || (await typeOf(join(environment, "pyvenv.cfg"))) !== "file") {
    const isConda =
      environment !== null && (await typeOf(join(environment, "conda-meta"))) === "directory";
    return { kind: "no-environment", environment: asked.environment, isConda };
  }
  const unusable = [environment, project].find((path) => !isUsable(path));
  if (unusable !== undefined) {
    return { kind: "unusable", path: unusable };
  }
  const { names } = await ports.settings();
  const isOwn = names.some((name) => join(project, name) === environment);
  return record({ project, environment }, { ports, uses, isOwn });
}

type Recording = Pick<UsePorts, "ports" | "uses"> & { readonly isOwn: boolean };

async function record(one: Use, { ports, uses, isOwn }: Recording): Promise<Using> {
  const before = (await uses.list()).find(({ project }) => project === one.project);
  if (isOwn) {
    await uses.forget(one.project);
  } else {
    await uses.keep(one);
  }
  const restore = async (): Promise<void> => {
    await (before === undefined ? uses.forget(one.project) : uses.keep(before));
  };
  const trusting = await trust(one.project, ports, "explicit").catch(async (error: unknown) => {
    await restore();
    throw error;
  });
  if (trusting.kind === "trusted" && trusting.environment.path === one.environment) {
    return { kind: "used", trusting, isOwn };
  }
  await restore();
  return trusting.kind === "trusted"
    ? { kind: "no-environment", environment: one.environment, isConda: false }
    : { kind: "not-trusted", trusting };
}
