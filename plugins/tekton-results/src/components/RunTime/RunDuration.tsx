import { useFormat } from '../../format';
import { useNow } from '../../hooks';

const TICK_MS = 1_000;

export interface RunDurationProps {
  durationMs?: number;
  startedAt?: string;
  /** It goes on: the duration counts up. */
  running: boolean;
}

/** How long something took, or has taken so far. */
export function RunDuration(props: RunDurationProps) {
  const { durationMs, startedAt, running } = props;
  const format = useFormat();
  const ticking =
    running && durationMs === undefined && startedAt !== undefined;
  const now = useNow(ticking ? TICK_MS : undefined);

  const shown = ticking ? now - Date.parse(startedAt) : durationMs;
  return shown === undefined ? (
    <span aria-hidden="true">–</span>
  ) : (
    <span>{format.duration(shown)}</span>
  );
}
