// What the doctor may find; each kind is described in docs/doctor.md.

export type FindingId =
  | "hook-missing"
  | "hook-twice"
  | "hook-gone"
  | "hook-foreign"
  | "hook-lost"
  | "hook-not-loaded"
  | "name-not-guarded"
  | "runtime-directory"
  | "daemon-off"
  | "daemon-absent"
  | "daemon-failed"
  | "daemon-mute"
  | "daemon-old"
  | "environment-broken"
  | "environment-gone"
  | "environment-moved"
  | "environment-upgraded"
  | "environment-unfit"
  | "trust-changed"
  | "trust-record"
  | "path-order"
  | "configuration"
  | "node-gone"
  | "bash-gone"
  | "user-site-shadows"
  | "user-site-clash"
  | "user-site-leaks"
  | "user-site-code"
  | "user-site-editable"
  | "user-scripts"
  | "user-site-dead"
  | "conda-replaced"
  | "user-installs";

export type Finding = {
  readonly id: FindingId;
  /** What is wrong, a clause for people. */
  readonly what: string;
  /** A file, a directory or a process. */
  readonly where: string;
  /** One command to type, or one line that says what to do. */
  readonly mend: string;
  /** What should be known before it is typed. */
  readonly note?: string;
  /** The packages, commands or shells it is about: what `--ignore` names. */
  readonly names?: readonly string[];
};
