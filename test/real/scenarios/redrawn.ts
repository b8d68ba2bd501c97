// A key that changes directory and has the prompt drawn anew, where no line is run.

import { cd, daemonWasMute, inside, types } from "../steps.ts";
import type { Dialect } from "../dialect.ts";
import type { Scenario, Step } from "../stage.ts";

const key = "\u0014";

/** Binds Ctrl-T to going back, as people have it, and as fish's own Alt-Left and fzf's Alt-C do it. bash draws no prompt anew. */
function bindKey({ name }: Dialect): string {
  switch (name) {
    case "zsh":
      return 'back() { cd "$OLDPWD" && zle reset-prompt }; zle -N back; bindkey "^T" back';
    case "fish":
      return String.raw`function fish_user_key_bindings; bind \ct 'cd -; commandline -f repaint'; end`;
    case "pwsh":
      return "Set-PSReadLineKeyHandler -Chord Ctrl+t -ScriptBlock { Set-Location -; [Microsoft.PowerShell.PSConsoleReadLine]::InvokePrompt() }";
    case "bash":
      return "";
  }
}

/** Goes back by the key; again and again, there and back, where the daemon was mute for a moment on a busy machine. */
function redraws(prompt: string): Step {
  return async ({ terminal, sandbox, t }) => {
    for (let tries = 0; tries < 4; tries += 1) {
      terminal.send(key);
      const isDrawn = await terminal.wrote(prompt, { timeoutMs: 3000 }).then(
        () => true,
        () => false,
      );
      if (isDrawn || !(await daemonWasMute(sandbox))) {
        t.ok(isDrawn, "the prompt that was drawn anew");
        return;
      }
      terminal.send(key);
    }
  };
}

export const redrawn: readonly Scenario[] = [
  {
    name: "the prompt that a key draws anew shows where it led",
    shells: ["zsh", "fish", "pwsh"],
    projects: { proj: "trusted", other: "trusted" },
    before: bindKey,
    steps: [
      cd("proj"),
      inside("proj"),
      cd("other"),
      inside("other"),
      types(""),
      redraws("(proj) > "),
      types(""),
      inside("proj"),
    ],
  },
];
