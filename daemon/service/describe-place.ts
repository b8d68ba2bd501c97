// What `pyguard-status --dir` says of a directory where a shell stands, whatever that shell has done by hand.

import type { Bytes } from "../core/bytes.ts";
import { marksOutside } from "../core/marks.ts";
import { describeSegment, renderSegment } from "../core/segment.ts";
import { markPlace } from "./mark-place.ts";
import type { Ports } from "./ports.ts";
import { situate } from "./situation.ts";

export type Published = {
  readonly text: Bytes;
  /** As the shell spells it, and canonical: tmux knows only the second. */
  readonly directories: readonly Bytes[];
};

/** `directory` as a shell spells it. */
export async function describePlace(directory: Bytes, ports: Ports): Promise<Published> {
  const [situation, canonical] = await Promise.all([
    situate(directory, ports),
    ports.canonical(directory),
  ]);
  const { sighting, place } = situation;
  const isEntered = place.kind === "enter";
  const environment = sighting?.kind === "environment" ? sighting.facts.environment : null;
  const marks = markPlace(situation, ports);
  const segment = describeSegment(environment, isEntered ? marks : marksOutside(marks), {
    isEntered,
  });
  return {
    text: renderSegment(segment),
    directories: [...new Set([directory, canonical ?? directory])],
  };
}
