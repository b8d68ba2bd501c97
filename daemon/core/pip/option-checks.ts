// What pip's parsers take for a value of each type; a value that is none ends pip before it does anything.

/** Whether pip's parser takes this value. */
export type Check = (value: string) => boolean;

const checks: Readonly<Record<string, Check>> = {
  text: () => true,
  integer: isInteger,
  number: isNumber,
  "config-setting": (value) => value.includes("="),
  group: isGroup,
  // A package list that begins with a dash is an option somebody forgot the value of.
  names: (value) => !value.startsWith("-"),
  version: isPythonVersion,
  moment: isMoment,
};

/** The check that the option table calls `name`; `choice:a,b` takes just those. */
export function checkFor(name: string): Check {
  if (name.startsWith("choice:")) {
    const choices = new Set(name.slice("choice:".length).split(","));
    return (value) => choices.has(value);
  }
  const check = checks[name];
  if (check === undefined) {
    throw new Error(`the option table names a type that is none: ${name}`);
  }
  return check;
}

const words: Readonly<Record<string, boolean>> = {
  y: true,
  yes: true,
  t: true,
  true: true,
  on: true,
  "1": true,
  n: false,
  no: false,
  f: false,
  false: false,
  off: false,
  "0": false,
};

/** Reads a yes or no as pip does; null where it is neither. */
export function parseYesNo(value: string): boolean | null {
  const word = value.toLowerCase();
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}

/** `-v` and `-q` in a file or a variable, where it is not a yes or no: how often. */
export function isCount(value: string): boolean {
  return /^\s*(\+|-(?=0+\s*$))?\d+(_\d+)*\s*$/.test(value);
}

/** optparse's integers: 0x and 0b, and a leading zero means octal. */
function isInteger(value: string): boolean {
  const lower = value.slice(0, 2).toLowerCase();
  if (lower === "0x") {
    return value.length === 2 || isPythonInteger(value.slice(2), "0-9a-fA-F");
  }
  if (lower === "0b") {
    return value.length === 2 || isPythonInteger(value.slice(2), "01");
  }
  return isPythonInteger(value, value.startsWith("0") ? "0-7" : "0-9");
}

/** What int() reads: blanks around, a sign, single underscores between digits. */
function isPythonInteger(value: string, digits: string): boolean {
  return new RegExp(`^\\s*[+-]?[${digits}]+(_[${digits}]+)*\\s*$`).test(value);
}

/** What float() reads. */
function isNumber(value: string): boolean {
  const digits = String.raw`\d+(_\d+)*`;
  const mantissa = `(${digits}(\\.(${digits})?)?|\\.${digits})`;
  return new RegExp(`^\\s*[+-]?(${mantissa}(e[+-]?${digits})?|inf(inity)?|nan)\\s*$`, "i").test(
    value,
  );
}

/** `GROUP` or `PATH:GROUP`, where the path's last part is that one name. */
function isGroup(value: string): boolean {
  const colon = value.lastIndexOf(":");
  const parts = value.slice(0, Math.max(colon, 0)).split("/");
  const name = parts.findLast((part) => part !== "" && part !== ".");
  return colon < 0 || name === "pyproject.toml";
}

function isPythonVersion(value: string): boolean {
  if (value === "") {
    return true;
  }
  const parts = value.split(".");
  const whole =
    parts.length === 1 && value.length > 1 ? [value.slice(0, 1), value.slice(1)] : parts;
  return whole.length <= 3 && whole.every((part) => isPythonInteger(part, "0-9"));
}

/** ISO 8601 or `PnD`, roughly: what is wrong beyond its shape, pip will say. */
function isMoment(value: string): boolean {
  return /^P\d+D$/.test(value) || /^\d{4}-?(\d{2}|W\d{2})(-?\d{1,2})?([T ].+)?$/.test(value);
}
