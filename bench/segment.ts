// What a prompt outside of a hooked shell pays for `pyguard-status`, as a multiple of `/bin/sh -c :` in the same run.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./median.ts";

type Contender = {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
};

const rounds = 20;
const batch = 40;
/** Many in one shell: starting a process from Node would cost more than what is measured. */
const loop = `i=0; while [ "$i" -lt ${batch} ]; do "$@" >/dev/null; i=$((i + 1)); done`;
const program = fileURLToPath(new URL("../../cli/pyguard-status", import.meta.url));
const ground = mkdtempSync(join(tmpdir(), "pyguard-bench-"));
try {
  report(prepare());
} finally {
  rmSync(ground, { recursive: true });
}

/** A runtime directory in which this process stands for the daemon. */
function prepare(): readonly Contender[] {
  const id = /^\d+/.exec(readFileSync("/proc/self/mountinfo", "utf8"))?.[0] ?? "0";
  const runtime = join(ground, "pyguard", id);
  const directory = "/home/ada/work/shop";
  mkdirSync(join(runtime, `d${directory}`), { recursive: true, mode: 0o700 });
  writeFileSync(join(runtime, `d${directory}`, ":segment"), "3.12.4|e|shop\n");
  writeFileSync(join(runtime, "pid"), `${process.pid}\n`);
  const base = { PATH: "/usr/bin:/bin", HOME: ground, XDG_RUNTIME_DIR: ground };
  const shell = { ...base, PYGUARD_SEGMENT: "3.12.4|e|shop" };
  return [
    { name: "/bin/sh -c :", argv: ["/bin/sh", "-c", ":"], environment: base },
    { name: "pyguard-status", argv: [program], environment: shell },
    { name: "--format json", argv: [program, "--format", "json"], environment: shell },
    { name: "--dir DIR", argv: [program, "--dir", directory], environment: base },
    { name: "--dir, nothing known", argv: [program, "--dir", "/nowhere"], environment: base },
  ];
}

/** Turn by turn, so that a busy moment is shared by all. */
function report(contenders: readonly Contender[]): void {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    contenders.forEach(({ argv, environment }, index) => {
      const begin = process.hrtime.bigint();
      spawnSync("/bin/sh", ["-c", loop, "sh", ...argv], { env: environment, stdio: "ignore" });
      times[index]?.push(Number(process.hrtime.bigint() - begin) / 1e6 / batch);
    });
  }
  const medians = times.map(median);
  contenders.forEach(({ name }, index) => {
    const own = medians[index] ?? Number.NaN;
    const ratio = own / (medians[0] ?? Number.NaN);
    process.stdout.write(`${name.padEnd(22)} ${own.toFixed(2)} ms  x${ratio.toFixed(2)}\n`);
  });
}
