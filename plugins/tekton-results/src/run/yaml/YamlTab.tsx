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

import { Button, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { useMemo } from 'react';
import { useFormat } from '../../format';
import { CopyButton, ErrorState, LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { ObjectChoice, useChosenObject, type ObjectTabProps } from '../choice';
import { downloadText } from './downloadText';
import styles from './Yaml.module.css';
import { parseYamlDocument, YAML_DOCUMENTS, yamlText } from './yamlDocuments';
import { YamlView } from './YamlView';

/** The object of a run, or of one of its tasks, as it was stored. */
export function YamlTab(props: ObjectTabProps) {
  const { run, tasks, version, location } = props;
  const t = useTexts();
  const format = useFormat();
  const { chosen, object, loading, error, retry } = useChosenObject(props);
  const document = parseYamlDocument(location.params.get('doc'));
  const text = useMemo(
    () => object && yamlText(object, document),
    [object, document],
  );
  const name = chosen?.task.run?.name ?? run.name;
  const title = t('yaml.title', { name });
  const line = Number(location.params.get('line')) || undefined;

  return (
    <>
      <ObjectChoice
        run={run}
        tasks={tasks}
        chosen={chosen}
        location={location}
      />
      {loading && <LoadingLines label={t('yaml.loading')} />}
      {!object && error && (
        <ErrorState title={t('error.yamlTitle')} error={error} retry={retry} />
      )}
      {object && (
        <section className={styles.panel} aria-label={title}>
          <div className={styles.actions}>
            <ToggleButtonGroup
              aria-label={t('yaml.documents')}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[document]}
              onSelectionChange={keys => {
                const [chosenDocument] = keys;
                location.goTo({
                  doc:
                    chosenDocument === YAML_DOCUMENTS[0]
                      ? null
                      : String(chosenDocument),
                  line: null,
                });
              }}
            >
              {YAML_DOCUMENTS.map(part => (
                <ToggleButton key={part} id={part} size="small">
                  {t(`yaml.document.${part}`)}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
            <span className={styles.source}>
              {t(run.goneAt ? 'yaml.archived' : 'yaml.live', {
                time: format.dateTime(version),
              })}
            </span>
            {text !== undefined && (
              <span className={styles.buttons}>
                <CopyButton text={text} name={title} />
                <Button
                  size="small"
                  variant="tertiary"
                  iconStart={<RiDownloadLine />}
                  onPress={() => downloadText(`${name}.yaml`, text)}
                >
                  {t('yaml.download')}
                </Button>
              </span>
            )}
          </div>
          {text === undefined ? (
            <p className={styles.none}>{t('yaml.noDocument')}</p>
          ) : (
            <YamlView
              text={text}
              label={title}
              line={line}
              onLine={number =>
                location.goTo({ line: number }, { replace: true })
              }
            />
          )}
        </section>
      )}
    </>
  );
}
