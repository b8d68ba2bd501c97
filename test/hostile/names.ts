// What a directory, a branch or an environment can be called by somebody who wants it run, or shown as it is.

/** Whatever in a tree is run runs this; it is on PATH, so that names without a slash can call it. */
export const canary = "pyguard-canary";

/** W13 to W22: what a directory can be called. */
export const names: readonly string[] = [
  "plain",
  `$(${canary})`,
  `\`${canary}\``,
  `a[$(${canary})]`,
  `';${canary};'`,
  `";${canary};"`,
  `\u2019;${canary};\u2019`,
  `d(e,${canary},)`,
  `;${canary}`,
  `|${canary}`,
  `&${canary}&`,
  `x\n${canary}\n`,
  `%{$(${canary})%}`,
  `\${(e):-$(${canary})}`,
  "\u001b]52;c;Y2FuYXJ5\u0007",
  "\u001b[2J",
  "trailing\r",
  "trailing ",
  " leading",
  "-rf",
  "--help",
  "~",
  "*",
  "[a-z]",
  "{a,b}",
  "a:b",
  ":",
  "\u202egpj",
  "\ufdd0",
  "back\\slash",
  "!!",
  "#hash",
  "good-evil",
  "x".repeat(200),
];
