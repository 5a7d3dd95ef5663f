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

import { commonText } from './commonText';

const line = (commit: string, author: string) =>
  `{"params":[{"name":"commit","value":"${commit}"}],"script":"echo built ${commit} by ${author}"}`;

describe('what texts have in common', () => {
  it('leaves out what differs, word by word', () => {
    const texts = ['aaa1', 'bbb2', 'ccc3', 'ddd4'].map(commit =>
      line(commit, 'lee'),
    );
    expect(commonText(texts).toString()).toBe(
      '{"params":[{"name":"commit","value":"}],"script":"echo built by lee"}',
    );
  });

  it('keeps what one of the others does not say', () => {
    const authors = ['lee', 'lee', 'kim', 'lee'];
    const texts = authors.map(author => line('aaa1', author));
    expect(commonText(texts).toString()).toBe(line('aaa1', 'lee'));
  });

  it('leaves out what two of four say', () => {
    const authors = ['kim', 'kim', 'lee', 'lee'];
    const texts = authors.map(author => line('aaa1', author));
    expect(commonText(texts).toString()).not.toMatch(/lee|kim/);
  });

  it('keeps the end of what is too long for a dictionary', () => {
    const text = `${'a '.repeat(70_000)}the end`;
    const common = commonText([text, text, text, text]);
    expect(common).toHaveLength(128 * 1024);
    expect(common.toString()).toMatch(/a the end$/);
  });

  it('keeps words of any alphabet whole', () => {
    const texts = ['über', 'üben', 'überall', 'über'].map(
      word => `größe ${word} ok`,
    );
    expect(commonText(texts).toString()).toBe('größe ok');
  });
});
