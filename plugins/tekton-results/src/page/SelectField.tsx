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

import { useId } from 'react';
import styles from './SelectField.module.css';

/** Props of {@link SelectField}. */
export interface SelectFieldProps<V extends string> {
  /** Stands before it. */
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly text: string }[];
  readonly onChange: (value: V) => void;
}

/** Chooses one of a few values, with the control of the browser. */
export function SelectField<V extends string>(props: SelectFieldProps<V>) {
  const { label, value, options, onChange } = props;
  const id = useId();

  return (
    <label className={styles.label} htmlFor={id}>
      {label}
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={event => {
          const chosen = options.find(it => it.value === event.target.value);
          if (chosen) {
            onChange(chosen.value);
          }
        }}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
