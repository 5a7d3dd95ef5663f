import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Text } from '@backstage/ui';
import type {
  CaptureHealth,
  RunScope,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsTranslationRef } from '../../translation';
import { describeScope } from './describeScope';
import styles from './RunsList.module.css';

export interface NoRunsProps {
  scope: RunScope;
  health?: CaptureHealth;
  healthUnknown: boolean;
  /** Leaves a page behind the end of the list. */
  onNewest?: () => void;
}

/** There is no run: why, and what has to happen for one to appear. */
export function NoRuns(props: NoRunsProps) {
  const { scope, health, healthUnknown, onNewest } = props;
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  if (onNewest) {
    return (
      <div className={styles.empty}>
        <Text as="h3" variant="title-x-small">
          {t('emptyPage.title')}
        </Text>
        <Button variant="secondary" onPress={onNewest}>
          {t('emptyPage.action')}
        </Button>
      </div>
    );
  }

  const clusters = health?.clusters.filter(
    ({ name }) => scope.cluster === undefined || name === scope.cluster,
  );
  const explain = () => {
    if (!clusters) {
      return healthUnknown ? t('empty.unknown') : '';
    }
    if (clusters.length === 0) {
      return t('empty.noClusters');
    }
    const watched = clusters.filter(({ state }) => state === 'ok');
    if (watched.length > 0) {
      return t('empty.watching', {
        selector: describeScope(scope),
        clusters: watched.map(({ title }) => title).join(', '),
      });
    }
    return clusters.some(({ state }) => state === 'starting')
      ? t('empty.starting')
      : t('empty.failing');
  };

  return (
    <div className={styles.empty}>
      <Text as="h3" variant="title-x-small">
        {t('empty.title')}
      </Text>
      <p>{explain()}</p>
    </div>
  );
}
