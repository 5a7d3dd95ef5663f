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

function run(params: Record<string, string>, script = 'echo a\necho b') {
  return JSON.stringify({ params, script });
}

function common(texts: string[]): string {
  return commonText(texts).toString();
}

describe('what texts have in common', () => {
  it('leaves out what differs', () => {
    const texts = ['aaa1', 'bbb2', 'ccc3', 'ddd4'].map(commit =>
      run({ commit }),
    );
    expect(common(texts)).toBe(run({ commit: '' }).replace(':""', ':'));
  });

  it('leaves out the lines that differ', () => {
    const texts = ['aaa1', 'bbb2', 'ccc3', 'ddd4'].map(commit =>
      run({}, `cd src\nexport ${commit}\nmake`),
    );
    expect(common(texts)).toBe(run({}, 'cd src\nmake'));
  });

  it('keeps how lines begin and end, in whole words', () => {
    const texts = ['commit-a1', 'commit-b2', 'commit-c3', 'commit-d4'].map(
      commit =>
        run({}, `cd src\ngit fetch origin ${commit} for the build\nmake`),
    );
    expect(common(texts)).toBe(
      run({}, 'cd src\ngit fetch origin  for the build\nmake'),
    );
  });

  it('keeps of lines only what more than half of the runs say there', () => {
    const lines = [
      'for the tests',
      'for the build',
      'in vain',
      'for the build',
    ];
    const texts = lines.map((end, index) =>
      run({}, `cd src\ngit fetch origin ${index} ${end}`),
    );
    expect(common(texts)).toBe(
      '{"params":{},"script":"cd src\\ngit fetch origin }',
    );
    const others = ['tar', 'zip', 'git', 'git'].map((start, index) =>
      run({}, `cd src\n${start} fetch origin ${index}`),
    );
    expect(common(others)).toBe('{"params":{},"script":"cd src\\n}');
  });

  it('keeps how lines begin and end once, and not what is in both', () => {
    const texts = ['a1', 'b2', 'c3', 'd4'].map(end =>
      run({}, `x\ngit fetch origin ${end}1\ngit fetch origin ${end}2\nmake`),
    );
    expect(common(texts)).toBe(run({}, 'x\ngit fetch origin make'));
    const words = 'alpha beta gamma delta epsilon';
    const others = [1, 2, 3].map(number =>
      run(
        {},
        `x\n${words} ${number}\n${number} beta gamma delta epsilon zeta\nmake`,
      ),
    );
    const last = run({}, `x\n${words} zeta\nmake`);
    expect(common([...others, last])).toBe(run({}, `x\n${words} make`));
  });

  it('keeps no part of what it keeps as a whole', () => {
    const texts = ['a1', 'b2', 'c3', 'd4'].map(commit =>
      run({}, `x\ngit fetch origin main\nsee ${commit}\nmake`),
    );
    const last = run({}, `x\ngit fetch origin main\ngit fetch origin e5\nmake`);
    expect(common([...texts, last])).toBe(
      run({}, 'x\ngit fetch origin main\nmake'),
    );
  });

  it('keeps parts of what it does not keep as a whole, though another says it', () => {
    const ends = ['main', 'dev'].map(branch => `\ngit fetch origin ${branch}`);
    const texts = [...ends, '', ends[0]].map(end => run({}, `x${end}\nmake`));
    expect(common(texts)).toBe(run({}, 'x\ngit fetch origin make'));
  });

  it('keeps what one of the others does not say', () => {
    const texts = ['lee', 'lee', 'kim', 'lee'].map(author => run({ author }));
    expect(common(texts)).toBe(run({ author: 'lee' }));
  });

  it('leaves out what two of four say', () => {
    const texts = ['kim', 'kim', 'lee', 'lee'].map(author => run({ author }));
    expect(common(texts)).not.toMatch(/lee|kim/);
  });

  it('leaves out a sentence of words that all say elsewhere', () => {
    const words = { a: 'tell', b: 'alice', c: 'that', d: 'bob', e: '$&(*!@)' };
    const texts = [
      ...[1, 2, 3].map(number => run({ ...words, say: `nothing ${number}` })),
      run({ ...words, say: 'tell "alice", that bob $&(*!@)' }),
    ];
    expect(common(texts)).not.toMatch(/alice.*that bob/);
    expect(common(texts)).not.toMatch(/say":"[^"]/);
  });

  it('keeps the end of what is too long for a dictionary', () => {
    const text = run({}, `${'a '.repeat(70_000)}the end`);
    const kept = commonText([text, text, text, text]);
    expect(kept).toHaveLength(128 * 1024);
    expect(kept.toString()).toMatch(/a the end"}$/);
  });
});
