import { useEffect, useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ButtonIcon, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { tektonResultsTranslationRef } from '../../translation';

const CONFIRMATION_MS = 2_000;

export interface CopyButtonProps {
  text: string;
  /** What is copied, as the name of the button. */
  label: string;
}

/** Puts a text on the clipboard, and says whether that worked. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const [{ error }, copy] = useCopyToClipboard();
  const [confirming, setConfirming] = useState(false);

  useEffect(() => {
    if (!confirming) {
      return undefined;
    }
    const timer = setTimeout(() => setConfirming(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [confirming]);

  const outcome = error ? t('copy.failed') : t('copy.done');
  return (
    <>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={label}
        icon={confirming && !error ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={() => {
          copy(text);
          setConfirming(true);
        }}
      />
      <VisuallyHidden role="status">{confirming ? outcome : ''}</VisuallyHidden>
    </>
  );
}
