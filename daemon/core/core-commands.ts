// Names whose appearance in an environment's `bin` would put it in front of a program that everybody runs.

/** Wheels ship `node`, `cmake`, `ninja`, `2to3` and the like: those are not here. */
const coreCommands: ReadonlySet<string> = new Set(
  [
    "[ awk basename bash bc bunzip2 bzip2 cal cat chgrp chmod chown chsh cksum clear cmp comm cp crontab",
    "csh curl cut dash date dd df diff dig dircolors dirname dmesg docker du echo ed egrep emacs env ex",
    "expand expr false fgrep file find fish fmt fold free ftp git gpg gpg2 grep groups gunzip gzip head",
    "hexdump hostname htop id ifconfig install ip jobs join kill killall ksh less ln locale logger login",
    "logname ls lsof make man mkdir mkfifo mktemp more mount mv nano nc netstat nice nl nohup nslookup od",
    "passwd paste patch pgrep ping pkill podman pr printenv printf ps pwd pwsh readlink realpath reboot",
    "rename reset rg rm rmdir rsync scp screen sed seq sftp sh sha1sum sha256sum shutdown sleep socat sort",
    "split ssh ssh-add ssh-agent ssh-keygen starship stat strace stty su sudo sum sync systemctl tac tail tar tcsh tee",
    "telnet test time timeout tmux top touch tput tr true truncate tty umount uname unexpand uniq unzip",
    "uptime vi vim visudo w watch wc wget which who whoami xargs xz yes zcat zip zsh",
    "apt apt-get brew dnf doas gh hg pacman perl svn yum zstd",
    "direnv fzf oh-my-posh zoxide powerline-go gitstatusd",
  ]
    .join(" ")
    .split(" "),
);

/** The core commands among the names of a `bin` directory, sorted. */
export function shadowsAmong(names: readonly string[]): readonly string[] {
  return names.filter((name) => coreCommands.has(name)).toSorted();
}

/** All of them, to be looked for one by one. */
export function listCoreCommands(): readonly string[] {
  return [...coreCommands];
}
