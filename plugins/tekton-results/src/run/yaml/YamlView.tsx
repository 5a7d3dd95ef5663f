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

import { lazy, Suspense } from 'react';
import { Boundary } from '../boundary';
import styles from './Yaml.module.css';

const YamlEditor = lazy(() => import('./YamlEditor'));

/** Props of {@link YamlView}. */
export interface YamlViewProps {
  readonly text: string;
  readonly label: string;
  /** The line to mark and scroll to, from 1. */
  readonly line?: number;
  readonly onLine: (line: number) => void;
}

/** A text as YAML; plain until, and if not, the viewer comes. */
export function YamlView(props: YamlViewProps) {
  const plain = <PlainText text={props.text} label={props.label} />;
  return (
    <Boundary fallback={() => plain}>
      <Suspense fallback={plain}>
        <YamlEditor {...props} />
      </Suspense>
    </Boundary>
  );
}

function PlainText({ text, label }: Pick<YamlViewProps, 'text' | 'label'>) {
  return (
    <pre
      className={styles.yaml}
      role="region"
      aria-label={label}
      // It scrolls, so the keyboard must reach it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {text}
    </pre>
  );
}
