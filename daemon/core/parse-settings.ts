// From a parsed config.toml to settings: a key that is unknown or wrong is one line, and its default holds.

import { fromText, type Bytes } from "./bytes.ts";
import { isNormal } from "./walk.ts";
import { defaults, type Settings } from "./settings.ts";

export type Parsed = { readonly settings: Settings; readonly complaints: readonly string[] };

type Reading<T> = { readonly value: T } | { readonly wanted: string };

/** Takes the table that TOML gave, or the error. Never throws. */
export function parseSettings(table: unknown): Parsed {
  if (table instanceof Error) {
    const why = table.message.split("\n", 1)[0] ?? "";
    return { settings: defaults, complaints: [`${showText(why)}; the defaults hold`] };
  }
  const entries = typeof table === "object" && table !== null ? Object.entries(table) : [];
  const readings = entries.map(([key, value]) => readKey(key, value));
  const values = readings.flatMap((reading) => ("value" in reading ? [reading.value] : []));
  const complaints = readings.flatMap((reading) => ("wanted" in reading ? [reading.wanted] : []));
  const settings: Settings = Object.assign({ ...defaults }, ...values);
  return { settings, complaints };
}

const readers: Readonly<Record<string, (value: unknown) => Reading<Partial<Settings>>>> = {
  enter: (value) => asSwitch(value, (enter) => ({ enter })),
  guard: (value) => asSwitch(value, (guard) => ({ guard })),
  quiet: (value) => asSwitch(value, (quiet) => ({ quiet })),
  names: (value) => asNames(value),
  ignore: (value) => asDirectories(value),
  route: (value) =>
    value === "off" || value === "auto"
      ? { value: { route: value } }
      : { wanted: 'is "off" or "auto"' },
  min_python: (value) =>
    typeof value === "string" && /^\d{1,3}\.\d{1,3}$/.test(value)
      ? { value: { minPython: value } }
      : { wanted: 'is a version such as "3.13"' },
  idle_minutes: (value) =>
    typeof value === "number" && value > 0 && value <= 1_000_000
      ? { value: { idleMinutes: value } }
      : { wanted: "is a number of minutes" },
};

function readKey(key: string, value: unknown): Reading<Partial<Settings>> {
  const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
  if (reader === undefined) {
    const known = Object.keys(readers).join(", ");
    return { wanted: `unknown key ${showText(key)}; the keys are ${known}` };
  }
  const reading = reader(value);
  return "wanted" in reading ? { wanted: `${key} ${reading.wanted}; its default holds` } : reading;
}

function showText(text: string): string {
  return text.replace(/[^ -~]/g, "?");
}

/** Takes what the variables take, too: 0, 1, "on", "off". */
function asSwitch(
  value: unknown,
  toSettings: (value: boolean) => Partial<Settings>,
): Reading<Partial<Settings>> {
  const isOn = value === true || value === 1 || value === "on" || value === "1";
  const isOff = value === false || value === 0 || value === "off" || value === "0";
  return isOn || isOff ? { value: toSettings(isOn) } : { wanted: "is true or false" };
}

function asNames(value: unknown): Reading<Partial<Settings>> {
  const names = toTexts(value);
  const isFine = names !== null && names.length > 0 && names.length <= 8 && names.every(isName);
  return isFine ? { value: { names } } : { wanted: 'is a list of names such as [".venv"]' };
}

function asDirectories(value: unknown): Reading<Partial<Settings>> {
  const ignore = toTexts(value);
  return ignore !== null && ignore.every(isNormal)
    ? { value: { ignore } }
    : { wanted: "is a list of absolute directories" };
}

function toTexts(value: unknown): readonly Bytes[] | null {
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) {
    return null;
  }
  return value.map((each) => fromText(each));
}

function isName(name: Bytes): boolean {
  // oxlint-disable-next-line no-control-regex -- control bytes are what is looked for
  return !/[/:\u0000-\u001f\u007f]/.test(name) && !["", ".", ".."].includes(name);
}
