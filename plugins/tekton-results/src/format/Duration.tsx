import { useNow } from '../data';
import { useFormat } from './useFormat';

/** Props of {@link Duration}. */
export interface DurationProps {
  readonly startedAt?: string;
  readonly durationMs?: number;
  /** Whether it still grows. */
  readonly running?: boolean;
}

/** How long something took, or has taken so far. */
export function Duration({ startedAt, durationMs, running }: DurationProps) {
  const ticking =
    durationMs === undefined && running === true && startedAt !== undefined;
  const now = useNow({ active: ticking });
  const format = useFormat();

  const ms = ticking ? now - Date.parse(startedAt) : durationMs;
  return <>{ms === undefined ? '–' : format.duration(ms)}</>;
}
