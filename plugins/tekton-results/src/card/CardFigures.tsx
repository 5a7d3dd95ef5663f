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

import {
  type EntityRunCard,
  isFinished,
} from 'backstage-plugin-tekton-results-common';
import { Link } from 'react-router-dom';
import { useFormat } from '../format';
import { runPath } from '../routing';
import { runTitle, upperDuration } from '../runs';
import { StatusChip } from '../status';
import { useTexts } from '../translation';
import styles from './CardFigures.module.css';
import { rateChange, successFigure } from './successFigure';

/** Props of {@link CardFigures}. */
export interface CardFiguresProps {
  readonly card: EntityRunCard;
  /** The tab with all runs. */
  readonly runsPath: string;
}

/** The last result, how often runs succeed, and how long they take. */
export function CardFigures({ card, runsPath }: CardFiguresProps) {
  const t = useTexts();
  const format = useFormat();
  const { runs, days, current, previous, failingSince } = card;
  const last = runs.find(({ status }) => isFinished(status)) ?? runs[0];
  const { durations } = current;
  const figure = successFigure(current);
  const change = rateChange(current, previous);

  return (
    <>
      {failingSince && (
        <p className={styles.failing}>
          <Link
            className={styles.link}
            to={`${runsPath}/${runPath(failingSince.run)}`}
          >
            {t(
              failingSince.exact
                ? 'card.failingSince'
                : 'card.failingAtLeastSince',
              {
                title: runTitle(failingSince.run),
                time: format.dateTime(
                  failingSince.run.startedAt ?? failingSince.run.createdAt,
                ),
              },
            )}
          </Link>
        </p>
      )}
      <dl className={styles.figures}>
        <div>
          <dt>{t('card.last')}</dt>
          <dd>
            <StatusChip status={last.status} />{' '}
            <Link className={styles.link} to={`${runsPath}/${runPath(last)}`}>
              <bdi>{runTitle(last)}</bdi>
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('card.rate', { days: format.number(days) })}</dt>
          <dd>
            <span className={styles.number}>
              {figure.kind === 'rate' && format.percent(figure.rate)}
              {figure.kind === 'fraction' &&
                t('card.rateOf', {
                  succeeded: format.number(figure.succeeded),
                  rated: format.number(figure.rated),
                })}
              {figure.kind === 'none' && t('card.noRate')}
            </span>
            {change !== undefined && change !== 0 && (
              <span className={styles.note}>
                {t(change > 0 ? 'card.more' : 'card.less', {
                  points: format.number(Math.abs(change)),
                })}
              </span>
            )}
          </dd>
        </div>
        {durations && (
          <div>
            <dt>{t('card.duration', { days: format.number(days) })}</dt>
            <dd>
              {t('card.durations', {
                p50: format.duration(durations.p50Ms),
                upper: t(`runs.upper.${upperDuration(durations).name}`),
                upperTime: format.duration(upperDuration(durations).ms),
              })}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
