// How commands end, the same for all of them; a command that is run for somebody ends as it ends.

export const failed = 1;
export const wrongUsage = 2;
/** pip's own VIRTUALENV_NOT_FOUND. */
export const refused = 3;
