// Where there is no pip, the Python that `python -m pip` would run.

import { asBytes, type Bytes } from "../../core/bytes.ts";

/** Other names to look for when there is no command of this one. */
export function standIns(name: Bytes): readonly Bytes[] {
  const version = /^pip-?([\d.]*)(\.exe)?$/.exec(name)?.[1];
  if (version === undefined) {
    return [];
  }
  const names = version === "" ? ["python", "python3"] : [`python${version}`, "python"];
  return names.map(asBytes);
}
