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

import { useEffect, useRef } from 'react';
import { useTexts } from '../../translation';
import styles from './Yaml.module.css';
import { createYamlViewer, type YamlViewer } from './yamlViewer';
import type { YamlViewProps } from './YamlView';

/**
 * A read-only viewer with highlighting, folding and find. It is the default export
 * of a file of its own so that it is loaded only when it is needed.
 */
export default function YamlEditor(props: YamlViewProps) {
  const { text, label, line, onLine } = props;
  const t = useTexts();
  const parent = useRef<HTMLDivElement>(null);
  const viewer = useRef<YamlViewer>();
  const tellLine = useRef(onLine);
  useEffect(() => {
    tellLine.current = onLine;
  }, [onLine]);

  useEffect(() => {
    if (!parent.current) {
      return undefined;
    }
    const created = createYamlViewer({
      parent: parent.current,
      text,
      label,
      phrases: {
        Find: t('yaml.find.find'),
        next: t('yaml.find.next'),
        previous: t('yaml.find.previous'),
        all: t('yaml.find.all'),
        'match case': t('yaml.find.case'),
        'by word': t('yaml.find.word'),
        regexp: t('yaml.find.regexp'),
        close: t('yaml.find.close'),
        'current match': t('yaml.find.current'),
        'on line': t('yaml.find.onLine'),
        'Fold line': t('yaml.fold'),
        'Unfold line': t('yaml.unfold'),
        'folded code': t('yaml.folded'),
        unfold: t('yaml.unfold'),
        'Control character': t('yaml.control'),
      },
      onLine: number => tellLine.current(number),
    });
    viewer.current = created;
    return () => created.destroy();
  }, [text, label, t]);

  useEffect(() => {
    if (line !== undefined) {
      viewer.current?.showLine(line);
    }
  }, [line, text]);

  return <div ref={parent} className={styles.editor} />;
}
