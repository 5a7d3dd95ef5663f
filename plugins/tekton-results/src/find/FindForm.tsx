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

import { Button, TextField } from '@backstage/ui';
import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useTexts } from '../translation';
import styles from './FindPage.module.css';

const FIELDS = ['name', 'namespace', 'cluster'] as const;

/** Props of {@link FindForm}. */
export interface FindFormProps {
  /** What the link says already. */
  readonly params: URLSearchParams;
}

/** Asks for the name of a run. */
export function FindForm({ params }: FindFormProps) {
  const t = useTexts();
  const [, setParams] = useSearchParams();
  const [values, setValues] = useState(() =>
    Object.fromEntries(FIELDS.map(name => [name, params.get(name) ?? ''])),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setParams(
      Object.fromEntries(
        FIELDS.flatMap(name => {
          const value = values[name].trim();
          return value ? [[name, value]] : [];
        }),
      ),
    );
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      {FIELDS.map(name => (
        <TextField
          key={name}
          label={t(`find.field.${name}`)}
          value={values[name]}
          onChange={value => setValues(old => ({ ...old, [name]: value }))}
        />
      ))}
      <Button type="submit" variant="primary" isDisabled={!values.name.trim()}>
        {t('find.submit')}
      </Button>
    </form>
  );
}
