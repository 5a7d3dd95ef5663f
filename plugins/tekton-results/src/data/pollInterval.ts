/** How often to ask again while something on the page is unfinished. */
export const BUSY_POLL_MS = 5_000;

/** How often to ask again otherwise. */
export const QUIET_POLL_MS = 30_000;
