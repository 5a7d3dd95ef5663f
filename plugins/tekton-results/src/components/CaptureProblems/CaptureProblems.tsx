import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import type {
  CaptureHealth,
  CaptureProblemCode,
} from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { tektonResultsTranslationRef } from '../../translation';
import styles from './CaptureProblems.module.css';
import { listProblems, type ClusterProblem } from './listProblems';

const CODE_TEXTS = {
  config: 'capture.codeConfig',
  unreachable: 'capture.codeUnreachable',
  tls: 'capture.codeTls',
  unauthorized: 'capture.codeUnauthorized',
  forbidden: 'capture.codeForbidden',
  notInstalled: 'capture.codeNotInstalled',
  storage: 'capture.codeStorage',
  clusterError: 'capture.codeClusterError',
} as const satisfies Record<CaptureProblemCode, string>;

export interface CaptureProblemsProps {
  health?: CaptureHealth;
  /** Why the health is not known. */
  error?: Error;
  /** Only problems of this cluster matter. */
  cluster?: string;
}

/** Says what keeps runs from being captured; nothing if all is well. */
export function CaptureProblems(props: CaptureProblemsProps) {
  const { health, error, cluster } = props;
  const { t } = useTranslationRef(tektonResultsTranslationRef);

  if (!health) {
    return error ? (
      <Alert
        role="status"
        status="warning"
        icon
        title={t('capture.healthUnknown')}
        description={error.message}
      />
    ) : null;
  }
  return (
    <div className={styles.root} role="status">
      {health.configProblems.map(({ path, message }) => (
        <Alert
          key={`${path} ${message}`}
          status="warning"
          icon
          title={t('capture.configTitle')}
          description={
            <>
              <code className={styles.path}>{path}</code>: {message}
            </>
          }
        />
      ))}
      {listProblems(health, cluster).map(problem => (
        <ProblemAlert
          key={`${problem.cluster} ${problem.resource ?? ''}`}
          problem={problem}
        />
      ))}
    </div>
  );
}

interface ProblemAlertProps {
  problem: ClusterProblem;
}

function ProblemAlert(props: ProblemAlertProps) {
  const { cluster, resource, problem } = props.problem;
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const format = useFormat();
  const since = t('capture.since', {
    time: format.shortDateTime(problem.since),
  });

  return (
    <Alert
      status="warning"
      icon
      title={
        resource
          ? t('capture.resourceTitle', { resource, cluster })
          : t('capture.clusterTitle', { cluster })
      }
      description={
        <>
          {t(CODE_TEXTS[problem.code])}, {since}
          <span className={styles.message}>{problem.message}</span>
        </>
      }
    />
  );
}
