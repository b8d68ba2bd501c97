// The user's own configuration, every key with its default; no file of a project is ever read for it.

import { asBytes, type Bytes } from "./bytes.ts";

export type Settings = {
  readonly enter: boolean;
  readonly guard: boolean;
  /** Names that an environment may have in its project, the first found wins. */
  readonly names: readonly Bytes[];
  /** Absolute directories at and below which nothing is entered. */
  readonly ignore: readonly Bytes[];
  readonly route: "off" | "auto";
  /** Such as `3.13`, or empty. */
  readonly minPython: string;
  readonly quiet: boolean;
  readonly idleMinutes: number;
  /** What is wrong with the file, a line each. */
  readonly complaints: readonly Bytes[];
};

export const defaults: Settings = {
  enter: true,
  guard: true,
  names: [asBytes(".venv")],
  ignore: [],
  route: "off",
  minPython: "",
  quiet: false,
  idleMinutes: 30,
  complaints: [],
};
