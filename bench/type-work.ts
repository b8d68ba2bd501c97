// What somebody types at a shell whose prompts are timed (shells/measure.bash says how).

/** So many prompts or trips a round; `start` needs nothing typed. */
export type Work = { readonly count: number; readonly rounds: number; readonly what: string };

/** The lines that source this script, wait to be let in, and do the work. The one that says what is timed has a prompt, too. */
export function typeWork(script: string, { count, rounds, what }: Work): string {
  const trip = ["bench_go $BENCH_PROJECT", "bench_go $BENCH_OUTSIDE"];
  const wait = "[[ $BENCH_TOOL == none || -n ${VIRTUAL_ENV-} ]] || sleep 0.2";
  const repeat = (lines: readonly string[], times: number): readonly string[] =>
    Array.from({ length: times }, () => lines).flat();
  return [
    `. ${script}`,
    ...repeat([wait], 20),
    "printf '\\ninside %s\\n' $VIRTUAL_ENV",
    ...(what === "trip"
      ? []
      : repeat(["bench_what=unchanged", ...repeat([":"], count - 1), "bench_report"], rounds)),
    "cd $BENCH_OUTSIDE",
    ...(what === "unchanged"
      ? []
      : repeat(["bench_what=trip", ...repeat(trip, count), "bench_report"], rounds)),
    "exit",
    "",
  ].join("\n");
}
