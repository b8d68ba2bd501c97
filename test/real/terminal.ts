// An interactive shell on a pseudo-terminal: types a line, waits for the next prompt, gives what stood in between.

import { openBridge, type Bridge, type Command } from "./bridge.ts";
import { cursor, findPrompt, findTurn, lastLines, visible, type Turn } from "./screen.ts";

export type Limits = { readonly timeoutMs: number };

export type TimedTurn = Turn & {
  /** From Enter to the prompt, seen from outside: for reports and generous bounds only. */
  readonly elapsedMs: number;
};

export type End = { readonly output: string; readonly status: number };

const patience: Limits = { timeoutMs: 15_000 };
const linesInMessages = 40;
const escape = "\u001B";

/** Opens a shell and waits for its first prompt. */
export async function openTerminal(command: Command, limits = patience): Promise<Terminal> {
  const terminal = new Terminal(command);
  await terminal.start(limits);
  return terminal;
}

export class Terminal {
  private raw = "";
  private last: Turn = { output: "", prompt: "" };
  private from = 0;
  private status: number | null = null;
  private bridge: Bridge | null = null;
  private readonly waiting = new Set<() => void>();
  private readonly command: Command;

  constructor(command: Command) {
    this.command = command;
  }

  /** The shell's process. */
  get pid(): number {
    return this.connected().pid;
  }

  async start(limits: Limits): Promise<void> {
    this.bridge = await openBridge(this.command, {
      data: (text) => {
        this.take(text);
      },
      exit: (status) => {
        this.status = status;
        this.notify();
      },
    });
    this.last = await this.until("the first prompt", () => findPrompt(this.raw, 0), limits);
  }

  /** Types a line and Enter, and waits for the next prompt. */
  async run(line: string, limits = patience): Promise<TimedTurn> {
    this.type(line);
    const started = performance.now();
    this.last = await this.nextPrompt(limits);
    return { ...this.last, elapsedMs: performance.now() - started };
  }

  /** Types a line and Enter and waits for nothing: `send`, `seen` or `nextPrompt` go on. */
  type(line: string): void {
    this.from = this.raw.length;
    this.send(`${line}\r`);
  }

  /** Waits for the first prompt after the line that was typed last. */
  async nextPrompt(limits = patience): Promise<Turn> {
    const turn = await this.until("the next prompt", () => findTurn(this.raw, this.from), limits);
    this.last = turn;
    return turn;
  }

  /** Waits until the output since Enter matches. */
  async seen(pattern: RegExp, limits = patience): Promise<void> {
    const matches = (): true | null => pattern.test(this.afterEnter()) || null;
    await this.until(String(pattern), matches, limits);
  }

  /** Waits until this was written since Enter, be it written over by now. */
  async wrote(text: string, limits = patience): Promise<void> {
    const isThere = (): true | null => this.raw.includes(text, this.from) || null;
    await this.until(JSON.stringify(text), isThere, limits);
  }

  /** Types a line that ends the shell. */
  async end(line: string, limits = patience): Promise<End> {
    this.type(line);
    const status = await this.until("the shell's end", () => this.status, limits);
    return { output: this.afterEnter(), status };
  }

  /** The prompt that is shown, its last line. */
  prompt(): string {
    return this.last.prompt;
  }

  /** What came before the prompt that is shown: at a shell's start, what its files wrote. */
  output(): string {
    return this.last.output;
  }

  /** Writes bytes as a keyboard would: `\x03` is Ctrl-C. */
  send(keys: string | Uint8Array): void {
    this.connected().write(typeof keys === "string" ? Buffer.from(keys, "utf8") : keys);
  }

  resize(rows: number, columns: number): void {
    this.connected().resize(rows, columns);
  }

  async close(): Promise<void> {
    await this.bridge?.close();
  }

  private connected(): Bridge {
    if (this.bridge === null) {
      throw new Error("the terminal is not open");
    }
    return this.bridge;
  }

  private afterEnter(): string {
    const newline = this.raw.indexOf("\n", this.from);
    return newline < 0 ? "" : visible(this.raw.slice(newline + 1));
  }

  private take(text: string): void {
    const before = this.raw.length;
    this.raw += text;
    this.answer(before);
    this.notify();
  }

  /** Shells ask where the cursor stands and what the terminal is, and some wait for the answer. */
  private answer(from: number): void {
    const question = new RegExp(`${escape}\\[(6n|0?c)`, "gu");
    // A question may arrive in two pieces.
    question.lastIndex = Math.max(0, from - 3);
    for (let match = question.exec(this.raw); match !== null; match = question.exec(this.raw)) {
      if (question.lastIndex > from) {
        this.send(match[1] === "6n" ? this.position(match.index) : "\u001B[?62;22c");
      }
    }
  }

  private position(at: number): string {
    const { row, column } = cursor(this.raw.slice(0, at), this.command.rows);
    return `\u001B[${row};${column}R`;
  }

  private notify(): void {
    for (const check of this.waiting) {
      check();
    }
  }

  private until<T>(what: string, find: () => T | null, limits: Limits): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        reject(new Error(`${reason} while waiting for ${what}; ${this.describe()}`));
      };
      const timer = setTimeout(() => {
        this.waiting.delete(check);
        fail(`${limits.timeoutMs} ms passed`);
      }, limits.timeoutMs);
      const check = (): void => {
        const value = find();
        if (value === null && this.status === null) {
          return;
        }
        this.waiting.delete(check);
        clearTimeout(timer);
        if (value === null) {
          fail(`the shell ended with status ${this.status}`);
        } else {
          resolve(value);
        }
      };
      this.waiting.add(check);
      check();
    });
  }

  private describe(): string {
    const { argv } = this.command;
    return `${argv.join(" ")} last showed:\n${lastLines(this.raw, linesInMessages)}`;
  }
}
