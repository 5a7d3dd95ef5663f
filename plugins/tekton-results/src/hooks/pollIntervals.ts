/** While something shown is not finished. */
export const LIVE_POLL_MS = 5_000;

/** While nothing is going on, but new runs may appear. */
export const IDLE_POLL_MS = 30_000;
