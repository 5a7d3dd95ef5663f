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

import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import {
  whenExpressions,
  type JsonObject,
  type WhenExpression,
} from '../object';
import styles from './TaskPanel.module.css';

/** Props of {@link WhenList}. */
export interface WhenListProps {
  /** The object of the PipelineRun. */
  readonly object: JsonObject;
  /** Name of the task in the pipeline. */
  readonly task: string;
}

/** On what conditions a task runs; nothing if there are none. */
export function WhenList({ object, task }: WhenListProps) {
  const t = useTexts();
  const expressions = whenExpressions(object, task);

  if (expressions.length === 0) {
    return null;
  }
  return (
    <section>
      <h4 className={styles.heading}>{t('task.when')}</h4>
      <ul className={styles.when}>
        {expressions.map((expression, index) => (
          <li key={index}>
            <WhenText expression={expression} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function WhenText({ expression }: { readonly expression: WhenExpression }) {
  const t = useTexts();
  const format = useFormat();
  const { cel, input = '', operator, values } = expression;

  if (cel !== undefined) {
    return <code>{cel}</code>;
  }
  return (
    <code>
      {t(operator === 'notin' ? 'task.notIn' : 'task.in', {
        input: JSON.stringify(input),
        values: format.list(values.map(value => JSON.stringify(value))),
      })}
    </code>
  );
}
