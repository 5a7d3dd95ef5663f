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

import styles from './StatusIcon.module.css';
import type { IconFrame, IconGlyph, StatusLook } from './statusLook';

const OCTAGON = 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z';

const FRAMES: Record<IconFrame, JSX.Element | null> = {
  disc: <circle cx="8" cy="8" r="7" className={styles.filled} />,
  halfDisc: (
    <>
      <path d="M8 1.5a6.5 6.5 0 0 0 0 13" />
      <path d="M8 1.5a6.5 6.5 0 0 1 0 13" strokeDasharray="1.5 2.4" />
    </>
  ),
  octagon: <path d={OCTAGON} />,
  square: <rect x="2" y="2" width="12" height="12" rx="2" />,
  ring: (
    <>
      <circle cx="8" cy="8" r="6" opacity="0.3" />
      <path d="M8 2a6 6 0 0 1 6 6" />
    </>
  ),
  dashedRing: <circle cx="8" cy="8" r="6" strokeDasharray="2.6 2.1" />,
  none: null,
};

const GLYPHS: Record<IconGlyph, JSX.Element | null> = {
  tick: <path d="M5 8.2l2.2 2.2L11.2 6" />,
  cross: <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />,
  exclamation: <path d="M8 4.6v4M8 11.2v.2" />,
  clock: <path d="M8 4.6V8l2.4 1.6" />,
  slash: <path d="M10.4 5.6l-4.8 4.8" />,
  dots: <path d="M5.2 8h.1M8 8h.1M10.8 8h.1" strokeWidth="2" />,
  hourglass: (
    <path d="M4 1.8h8M4 14.2h8M5 1.8c0 6 6 6.4 6 12.4M11 1.8c0 6-6 6.4-6 12.4" />
  ),
  arrow: <path d="M5.4 8h5M8.4 5.8L10.6 8l-2.2 2.2" />,
  none: null,
};

/** Props of {@link StatusIcon}. */
export interface StatusIconProps {
  readonly look: StatusLook;
}

/** The shape of a status; the word beside it is what screen readers say. */
export function StatusIcon({ look }: StatusIconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={look.moving ? styles.moving : styles.icon}
      aria-hidden="true"
    >
      {FRAMES[look.frame]}
      <g className={look.frame === 'disc' ? styles.onFilled : undefined}>
        {GLYPHS[look.glyph]}
      </g>
    </svg>
  );
}
