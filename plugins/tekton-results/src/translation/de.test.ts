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

import german from './de';
import { tektonResultsTranslationRef } from './tektonResultsTranslationRef';

/** The English texts by key, as the framework keeps them. */
function englishTexts(): Record<string, string> {
  const { getDefaultMessages } = tektonResultsTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  };
  return getDefaultMessages.call(tektonResultsTranslationRef);
}

const placeholders = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();

it('has a German text for every English one, with the same placeholders', () => {
  const english = englishTexts();
  const translated = german.messages as Record<string, string>;

  expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    expect([key, placeholders(translated[key])]).toEqual([
      key,
      placeholders(text),
    ]);
  }
});
