// Words that people bring from other tools, and what to type instead.

const meant: ReadonlyMap<string, string> = new Map([
  ["install", "pip does that: pip install NAME"],
  ["add", "pip does that: pip install NAME"],
  ["remove", "pip does that: pip uninstall NAME"],
  ["pip", "in a shell type it alone; in a script: pyguard run -- pip"],
  ["python", "in a shell type it alone; in a script: pyguard run -- python"],
  ["activate", "to enter the environment here: pyguard enter"],
  ["deactivate", "to leave the environment, type it alone: deactivate"],
  ["create", "to make an environment here: pyguard venv"],
  ["new", "to make an environment here: pyguard venv"],
  ["version", "see: pyguard --version"],
]);

/** What to type instead of a command that there is not; undefined where nobody can tell. */
export function findMeant(word: string): string | undefined {
  return meant.get(word);
}
