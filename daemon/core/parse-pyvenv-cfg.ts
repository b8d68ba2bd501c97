// pyvenv.cfg as CPython's site.py reads it: lines of `key = value`, keys in any case. Never throws.

import { asBytes, split, type Bytes } from "./bytes.ts";
import { trim } from "./trim.ts";

export type PyvenvCfg = {
  /** Without it Python takes the file for no environment at all. */
  readonly home: Bytes;
  readonly prompt: Bytes;
  /** Digits and dots, such as `3.12.1`. */
  readonly version: Bytes;
  /** A missing line means yes to CPython. */
  readonly systemSitePackages: boolean;
};

/** Later lines win, as they do in site.py. */
export function parsePyvenvCfg(content: Bytes): PyvenvCfg {
  const values = new Map<string, Bytes>();
  for (const line of split(content, "\n")) {
    const equals = line.indexOf("=");
    if (equals >= 0) {
      values.set(strip(line.slice(0, equals)).toLowerCase(), strip(line.slice(equals + 1)));
    }
  }
  const at = (key: string, otherwise = ""): Bytes => values.get(key) ?? asBytes(otherwise);
  return {
    home: at("home"),
    prompt: unquote(at("prompt")),
    version: parseVersion([at("version"), at("version_info"), at("python-version")]),
    systemSitePackages: at("include-system-site-packages", "true").toLowerCase() === "true",
  };
}

function strip(text: string): Bytes {
  return asBytes(trim(text, " \t\r\f\v"));
}

/** venv writes the prompt as Python's repr. */
function unquote(value: Bytes): Bytes {
  const match = /^(['"])(.*)\1$/s.exec(value);
  return match === null ? value : asBytes(match[2] ?? "");
}

/** venv says `3.12.1`, virtualenv also `3.12.1.final.0`. */
function parseVersion(values: readonly Bytes[]): Bytes {
  for (const value of values) {
    const match = /^\d{1,3}\.\d{1,3}(\.\d{1,3})?/.exec(value);
    if (match !== null) {
      return asBytes(match[0]);
    }
  }
  return asBytes("");
}
