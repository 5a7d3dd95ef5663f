import { CopyButton } from './CopyButton';
import styles from './CodeBlock.module.css';

/** Props of {@link CodeBlock}. */
export interface CodeBlockProps {
  /** What the code is, for screen readers and the copy button. */
  readonly label: string;
  readonly code: string;
}

/** A short piece of code to copy. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  return (
    <figure className={styles.block} aria-label={label}>
      <pre className={styles.code}>{code}</pre>
      <CopyButton text={code} name={label} />
    </figure>
  );
}
