import { describe, expect, test } from 'vitest';
import { askPage as ask } from '../testing/ask-page.ts';
import { addressedByName } from './persons.ts';
import { readQuestion } from './read-question.ts';

describe('questions whose words are not written apart', () => {
  test.each([
    ['zh', '你有多少个蜂箱？', ['蜂箱'], ['多少个']],
    ['zh', '你几点起床？', ['起床'], ['几点']],
    ['ja', '印刷会社には何年いましたか？', ['印刷', '会社'], ['何年']],
    ['ja', '豆はどこから仕入れていますか？', ['豆', '仕入れ'], []],
    ['ja', '猫を飼っていますか？', ['猫'], ['私']],
    ['ja', '私は何として働いていますか？', [], ['私', '何']],
  ])('%s: %s is about %j, and asks with %j', (language, question, about, asks) => {
    const { words } = readQuestion(question, '', language);
    expect([...words]).toEqual(expect.arrayContaining(about));
    for (const word of asks) expect(words.has(word)).toBe(false);
  });

  test('a verb is found in its other forms', () => {
    expect(ask('お店は何時に開きますか？', 'ja', '店は朝八時に開けて、夕方五時に閉めます。')).toContain(
      '八時',
    );
  });

  test('a noun is found without its suffix', () => {
    expect(ask('你有多少个箱子？', 'zh', '我在洛阳养蜂，有六十个蜂箱。')).toContain('六十');
  });

  test('whoever is asked about by the name of the persona is the persona', () => {
    expect(addressedByName('蒋涛有多少个箱子？', '蒋涛', 'zh')).toBe('你有多少个箱子？');
    expect(addressedByName('佐藤さんはどこで働いていますか？', '佐藤', 'ja')).toBe(
      'あなたはどこで働いていますか？',
    );
    expect(addressedByName('How many hives has Ada?', 'Ada', 'en')).toBe('How many hives has Ada?');
    expect(
      ask(addressedByName('蒋涛有多少个箱子？', '蒋涛', 'zh'), 'zh', '蒋涛有六十个箱子。他住在洛阳。'),
    ).toContain('六十');
  });
});
