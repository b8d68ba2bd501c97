// One table: what pyguard, direnv and mise add to a prompt, a trip into a project and a shell's start, in one run.
// Arguments: the shells to measure; none means all that are here.

import { rmSync } from "node:fs";
import { countProcesses, measureInTurn, type Run, type Times } from "./measure-shell.ts";
import { prepareGround, type Ground } from "./ground.ts";
import { benchShells, tools, type BenchShell, type Tool } from "./contenders.ts";

type Row = {
  readonly shell: BenchShell;
  readonly what: string;
  readonly values: ReadonlyMap<Tool, number | null>;
};

await main();

async function main(): Promise<void> {
  const ground = await prepareGround();
  try {
    const wanted = process.argv.slice(2);
    const shells = benchShells(ground).filter(
      ({ name }) => wanted.length === 0 || wanted.includes(name),
    );
    for (const shell of shells) {
      for (const row of await measureAll(shell, ground)) {
        process.stdout.write(`${renderRow(row)}\n`);
      }
    }
  } finally {
    await ground.stop();
    rmSync(ground.directory, { recursive: true, force: true });
  }
}

/** Every figure of one shell; what a tool adds is its time less that of the same loop with no tool. */
async function measureAll(shell: BenchShell, ground: Ground): Promise<readonly Row[]> {
  const here = tools.filter((tool) => ground.has(tool, shell));
  const all: readonly Run["tool"][] = ["none", ...here];
  const times = await measureInTurn(all.map((tool) => ({ shell, tool, ground })));
  const bare = times.get("none");
  const added = (pick: (times: Times) => number): Row["values"] =>
    new Map(
      tools.map((tool) => {
        const own = times.get(tool);
        return [tool, own === undefined || bare === undefined ? null : pick(own) - pick(bare)];
      }),
    );
  const idle = new Map<Tool, number | null>();
  const moving = new Map<Tool, number | null>();
  for (const tool of tools) {
    const run = here.includes(tool) ? { shell, tool, ground } : null;
    idle.set(tool, run && (await countProcesses(run, "unchanged")));
    moving.set(tool, run && (await countProcesses(run, "trip")));
  }
  return [
    { shell, what: "unchanged prompt, us", values: added(({ unchanged }) => unchanged / 1000) },
    { shell, what: "enter + leave, us", values: added(({ trip }) => trip / 1000) },
    { shell, what: "shell start, us", values: added(({ start }) => start) },
    { shell, what: "processes, unchanged prompt", values: idle },
    { shell, what: "processes, enter + leave", values: moving },
  ];
}

function renderRow(row: Row): string {
  const ours = row.values.get("pyguard") ?? null;
  const cells = [...row.values].map(([tool, value]) => {
    if (value === null) {
      return `${tool} ${"-".padStart(9)}         `;
    }
    const times =
      tool === "pyguard" || ours === null || ours <= 0 ? "" : `x${(value / ours).toFixed(1)}`;
    return `${tool} ${value.toFixed(1).padStart(9)} ${times.padEnd(8)}`;
  });
  return `${row.shell.name.padEnd(5)} ${row.what.padEnd(28)} ${cells.join("  ")}`;
}
