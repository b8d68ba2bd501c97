// How long two hundred shells wait that ask at the same moment, over the socket; and whether each answer is its own.
//   node dist/bench/many-shells.js [--shells 200] [--rounds 20]

import { execa } from "execa";
import { mkdirSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepareGround, type Ground } from "./ground.ts";

const projects = 10;
const hundred = 100;

const { values } = parseArgs({
  options: {
    shells: { type: "string", default: "200" },
    rounds: { type: "string", default: "20" },
  },
});

type Asked = { readonly directory: string; readonly expected: string };
type Turn = { readonly ms: number; readonly isRight: boolean };

await main();

async function main(): Promise<void> {
  const ground = await prepareGround();
  try {
    const places = await makePlaces(ground);
    const socket = findSocket(ground);
    const askAll = (): Promise<readonly Turn[]> =>
      Promise.all(
        Array.from({ length: Number(values.shells) }, async (_, index) =>
          ask(socket, index, places[index % places.length]),
        ),
      );
    // A daemon that has just started compiles its code as it runs, and has seen none of the places.
    report("the first time", await askAll());
    const turns: Turn[] = [];
    for (let round = 1; round < Number(values.rounds); round += 1) {
      turns.push(...(await askAll()));
    }
    report("after that", turns);
  } finally {
    await ground.stop();
    rmSync(ground.directory, { recursive: true, force: true });
  }
}

/** Projects that are entered, and as many places that belong to none. */
async function makePlaces(ground: Ground): Promise<readonly Asked[]> {
  const { environment, clone, outside } = ground;
  const run = async (cwd: string, file: string, ...words: readonly string[]): Promise<void> => {
    await execa(file, words, { cwd, env: environment, extendEnv: false });
  };
  const places: Asked[] = [];
  for (let index = 0; index < projects; index += 1) {
    const project = join(ground.directory, "home", `many ${index}`);
    const nowhere = join(outside, `no ${index}`);
    mkdirSync(project);
    mkdirSync(nowhere);
    await run(project, "python3", "-m", "venv", "--without-pip", ".venv");
    await run(project, join(clone, "cli/pyguard"), "trust");
    places.push({ directory: project, expected: realpathSync(join(project, ".venv")) });
    places.push({ directory: nowhere, expected: "" });
  }
  return places;
}

function findSocket({ environment }: Ground): string {
  const base = join(environment["XDG_RUNTIME_DIR"] ?? "", "pyguard");
  const [id = ""] = readdirSync(base);
  return join(base, id, "sock");
}

async function ask(socket: string, index: number, place: Asked | undefined): Promise<Turn> {
  const { directory, expected } = place ?? { directory: "/", expected: "" };
  const fields = ["pyguard/1", index, "here", "zsh", "0.1.0", process.pid, directory];
  const question = `${[...fields, "", "", "", "", "", "it"].join("\0")}\0.\0`;
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const connection = connect(socket, () => connection.write(question));
    const chunks: Buffer[] = [];
    connection.on("error", reject);
    connection.on("data", (chunk) => chunks.push(chunk));
    connection.on("end", () => {
      const answer = Buffer.concat(chunks).toString().split("\0");
      const isRight = answer[2] === directory && answer[4] === expected;
      resolve({ ms: performance.now() - begin, isRight });
    });
  });
}

function report(when: string, turns: readonly Turn[]): void {
  const sorted = turns.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const at = (percent: number): string =>
    `p${percent} ${(sorted[Math.ceil((sorted.length * percent) / hundred) - 1] ?? Number.NaN).toFixed(1)} ms`;
  const wrong = turns.filter(({ isRight }) => !isRight).length;
  process.stdout.write(
    `${values.shells} shells at once, ${when}, ${turns.length} answers: ${at(50)}, ${at(99)}, ${wrong} wrong\n`,
  );
}
