/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { Alert } from '@backstage/ui';
import type {
  CaptureHealth,
  DatabaseHealth,
  LogStorageHealth,
} from 'backstage-plugin-tekton-results-common';
import type { PolledRequest } from '../../data';
import { Time, useFormat } from '../../format';
import { LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { Block } from '../Block';
import { Leftovers } from './Leftovers';
import { StorageUsage } from './StorageUsage';

/** Props of {@link StorageBlock}. */
export interface StorageBlockProps {
  readonly health: PolledRequest<CaptureHealth>;
  readonly maySeeUsage: boolean;
  readonly mayClearUp: boolean;
}

/** How much is stored; where logs are kept, whether that works, and what they left. */
export function StorageBlock(props: StorageBlockProps) {
  const { health, maySeeUsage, mayClearUp } = props;
  const t = useTexts();
  const { value, loading } = health;
  return (
    <Block title={t('admin.storage.title')}>
      {loading && <LoadingLines label={t('admin.storage.loading')} lines={1} />}
      {!loading && !value && <p>{t('admin.storage.unknown')}</p>}
      {value?.database && <Database database={value.database} />}
      {value && !value.logStorage && <p>{t('admin.storage.noLogs')}</p>}
      {value?.logStorage && <LogStorage storage={value.logStorage} />}
      {maySeeUsage ? <StorageUsage /> : <p>{t('admin.usage.denied')}</p>}
      {mayClearUp && <Leftovers />}
    </Block>
  );
}

const ENGINES = { postgres: 'PostgreSQL', sqlite: 'SQLite' } as const;

function Database({ database }: { readonly database: DatabaseHealth }) {
  const t = useTexts();
  const format = useFormat();
  const { state, message, latencyMs = 0, checkedAt } = database;
  return (
    <>
      <p>
        {t(`admin.storage.database.${state}`, {
          engine: ENGINES[database.engine],
          time: format.latency(latencyMs),
        })}{' '}
        {t('admin.storage.checked')} <Time value={checkedAt} />
      </p>
      {message && <Alert role="note" status="warning" icon title={message} />}
    </>
  );
}

function LogStorage({ storage }: { readonly storage: LogStorageHealth }) {
  const t = useTexts();
  const format = useFormat();
  const { driver, state, message, latencyMs, checkedAt } = storage;
  return (
    <>
      <p>
        {t(`admin.storage.state.${state}`, { driver })}{' '}
        {latencyMs !== undefined &&
          t('admin.storage.latency', { time: format.latency(latencyMs) })}{' '}
        {checkedAt && (
          <>
            {t('admin.storage.checked')} <Time value={checkedAt} />
          </>
        )}
      </p>
      {message && <Alert role="note" status="warning" icon title={message} />}
    </>
  );
}
