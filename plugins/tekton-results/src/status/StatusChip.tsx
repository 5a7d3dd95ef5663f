import { useTexts } from '../translation';
import styles from './Chip.module.css';
import { StatusIcon } from './StatusIcon';
import { type ShownStatus, statusLook } from './statusLook';

/** Props of {@link StatusChip}. */
export interface StatusChipProps {
  readonly status: ShownStatus;
  /** Said on hover. */
  readonly message?: string;
  readonly large?: boolean;
}

/** A status as shape, word and colour. */
export function StatusChip({ status, message, large }: StatusChipProps) {
  const t = useTexts();
  const look = statusLook[status];
  const classNames = [
    styles.chip,
    styles[look.tone],
    look.outlined && styles.outlined,
    large && styles.large,
  ];

  return (
    <span className={classNames.filter(Boolean).join(' ')} title={message}>
      <StatusIcon look={look} />
      {t(`status.${status}`)}
    </span>
  );
}
