import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunScope } from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import { describeScope } from './describeScope';
import styles from './RunsList.module.css';

export interface ScopeTextProps {
  scope: RunScope;
}

/** Says which runs the list is of. */
export function ScopeText({ scope }: ScopeTextProps) {
  const { namespace, cluster } = scope;
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const parts = [
    t('list.chosenBy', { selector: describeScope(scope) }),
    ...(namespace ? [t('list.inNamespace', { namespace })] : []),
    ...(cluster ? [t('list.inCluster', { cluster })] : []),
  ];
  return <p className={styles.scope}>{parts.join(', ')}</p>;
}
