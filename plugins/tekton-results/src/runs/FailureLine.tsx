import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../translation';

/** Props of {@link FailureLine}. */
export interface FailureLineProps {
  readonly run: RunSummary;
  readonly className?: string;
}

/** Where a run failed, in a line. */
export function FailureLine({ run, className }: FailureLineProps) {
  const t = useTexts();
  const { task, step, exitCode } = run.failure ?? {};
  const place = [task, step].filter(Boolean).join(' › ');

  let text: string | undefined;
  if (run.status === 'incomplete') {
    text = t('failure.lastSeen');
  } else if (place) {
    text =
      exitCode === undefined
        ? t('failure.at', { place })
        : t('failure.atExit', { place, code: String(exitCode) });
  } else if (exitCode !== undefined) {
    text = t('failure.exit', { code: String(exitCode) });
  } else if (run.status === 'couldNotStart') {
    text = run.message;
  }
  return text ? <span className={className}>{text}</span> : null;
}
