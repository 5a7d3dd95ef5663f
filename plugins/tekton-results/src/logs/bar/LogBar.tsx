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

import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  RiArrowDownDoubleLine,
  RiMore2Line,
  RiSearchLine,
  RiSkipDownLine,
  RiTextWrap,
  RiTimeLine,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import { TIME_MODES, type TimeMode } from '../lines';
import type { LogSettings } from '../settings';
import { useTexts } from '../../translation';
import styles from './LogBar.module.css';

const SWITCHES = ['announceErrors'] as const;

/** Props of {@link LogBar}. */
export interface LogBarProps {
  /** What is shown: task, step and attempts. */
  readonly heading: ReactNode;
  /** Absent where there is no text. */
  readonly text?: {
    readonly settings: LogSettings;
    readonly onSettings: (change: Partial<LogSettings>) => void;
    readonly findOpen: boolean;
    readonly onFind: () => void;
    readonly onEnd: () => void;
    readonly download: ReactNode;
  };
  /** Absent if nothing failed. */
  readonly onNextFailure?: () => void;
}

/** What can be done with the log as a whole. */
export function LogBar({ heading, text, onNextFailure }: LogBarProps) {
  const t = useTexts();
  return (
    <div className={styles.bar}>
      <div className={styles.heading}>{heading}</div>
      <div
        className={styles.actions}
        role="group"
        aria-label={t('logs.bar.title')}
      >
        {onNextFailure && (
          <ButtonIcon
            size="small"
            variant="secondary"
            icon={<RiSkipDownLine />}
            aria-label={t('logs.bar.nextFailure')}
            onPress={onNextFailure}
          />
        )}
        {text && <TextActions {...text} />}
      </div>
    </div>
  );
}

function TextActions(props: NonNullable<LogBarProps['text']>) {
  const { settings, onSettings } = props;
  const t = useTexts();
  return (
    <>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={props.findOpen}
        aria-label={t('logs.bar.find')}
        title={t('logs.bar.find')}
        onClick={props.onFind}
      >
        <RiSearchLine size="1.25em" aria-hidden="true" />
      </button>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={settings.wrap}
        aria-label={t('logs.bar.wrap')}
        title={t('logs.bar.wrap')}
        onClick={() => onSettings({ wrap: !settings.wrap })}
      >
        <RiTextWrap size="1.25em" aria-hidden="true" />
      </button>
      <MenuTrigger>
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiTimeLine />}
          aria-label={t('logs.bar.times')}
        />
        <Menu
          aria-label={t('logs.bar.times')}
          selectionMode="single"
          selectedKeys={[settings.times]}
          onAction={key => onSettings({ times: key as TimeMode })}
        >
          {TIME_MODES.map(mode => (
            <MenuItem key={mode} id={mode}>
              {t(`logs.times.${mode}`)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      <button
        type="button"
        className={styles.toggle}
        aria-label={t('logs.bar.end')}
        title={t('logs.bar.end')}
        onClick={props.onEnd}
      >
        <RiArrowDownDoubleLine size="1.25em" aria-hidden="true" />
      </button>
      <MenuTrigger>
        <ButtonIcon
          size="small"
          variant="tertiary"
          icon={<RiMore2Line />}
          aria-label={t('logs.bar.more')}
        />
        <Menu
          aria-label={t('logs.bar.more')}
          selectionMode="multiple"
          selectedKeys={SWITCHES.filter(name => settings[name])}
          onAction={key => {
            const name = key as (typeof SWITCHES)[number];
            onSettings({ [name]: !settings[name] });
          }}
        >
          {SWITCHES.map(name => (
            <MenuItem key={name} id={name}>
              {t(`logs.settings.${name}`)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      {props.download}
    </>
  );
}
