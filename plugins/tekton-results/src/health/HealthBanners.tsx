import { Alert } from '@backstage/ui';
import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../format';
import { useTexts } from '../translation';
import { clusterProblem } from './clusterProblem';
import styles from './HealthBanners.module.css';

/** Props of {@link HealthBanners}. */
export interface HealthBannersProps {
  readonly health: CaptureHealth;
}

/** Says of each cluster that is not captured why, and of each config mistake. */
export function HealthBanners({ health }: HealthBannersProps) {
  const t = useTexts();
  const format = useFormat();
  const failing = health.clusters.filter(({ state }) => state === 'failing');

  if (failing.length + health.configProblems.length === 0) {
    return null;
  }
  return (
    <section className={styles.banners} aria-label={t('health.label')}>
      {failing.map(cluster => {
        const problem = clusterProblem(cluster);
        return (
          <Alert
            key={cluster.name}
            status="warning"
            icon
            title={t('health.cluster', {
              cluster: cluster.title,
              reason: t(`health.code.${problem?.code ?? 'clusterError'}`),
            })}
            description={
              problem && (
                <>
                  <span className={styles.message}>{problem.message}</span>
                  <span className={styles.message}>
                    {t('health.since', {
                      time: format.dateTime(problem.since),
                    })}
                  </span>
                </>
              )
            }
          />
        );
      })}
      {health.configProblems.map(({ path, message }) => (
        <Alert
          key={`${path} ${message}`}
          status="warning"
          icon
          title={t('health.configTitle')}
          description={
            <span className={styles.message}>
              <code>{path}</code>: {message}
            </span>
          }
        />
      ))}
    </section>
  );
}
