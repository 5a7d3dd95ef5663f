import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** Props of {@link Notice}. */
export interface NoticeProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Stands where data would be, and says why there is none. */
export function Notice({ title, children }: NoticeProps) {
  return (
    <section className={styles.notice}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  );
}
