import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useTexts } from '../translation';

const CONFIRMATION_MS = 2_000;

/** Props of {@link CopyButton}. */
export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for screen readers. */
  readonly name: string;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ text, name }: CopyButtonProps) {
  const t = useTexts();
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();

  useEffect(() => {
    const timer = outcome && setTimeout(setOutcome, CONFIRMATION_MS, undefined);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };

  return (
    <Button
      size="small"
      variant="tertiary"
      iconStart={outcome === 'copied' ? <RiCheckLine /> : <RiFileCopyLine />}
      aria-label={outcome ? undefined : t('copy.copyNamed', { name })}
      onPress={copy}
    >
      <span aria-live="polite">{t(`copy.${outcome ?? 'copy'}`)}</span>
    </Button>
  );
}
