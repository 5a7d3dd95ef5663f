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

/** As long as names get: Kubernetes allows 253 characters. */
export const LONG_NAME_CHARACTERS = 250;

/** What titles of all scripts, directions and lengths are like. */
export const ODD_TITLES = [
  'カートの合計を修正',
  'إصلاح المجموع في سلة التسوق',
  'תיקון סכום העגלה (v2)',
  'Исправить округление сумм',
  '修复 购物车 总计 🚀👩🏽‍💻',
  'Διόρθωση του καλαθιού',
  '<b>Bold</b> & "quoted" <script>alert(1)</script>',
  'Z̴a̵l̶g̷o̸ of many marks',
  `Speed up ${'the very long way to the '.repeat(12)}end`,
  'AVeryLongWordWithoutAnyPlaceToBreak'.repeat(5),
  '100 % of _all_ items\\carts',
  'ﷺ mixed with left-to-right ‮and turned',
];
