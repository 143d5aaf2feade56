/**
 * Log odds that are added to those which calibration.json learns, for what the collections cannot teach:
 * their pages have no headings, lists, tables and code. All were set by hand, and no record of how their
 * values were found was kept. Where a factor is given, the first answerer multiplied a sentence's score by
 * it; it became log odds when the weights of sentences were learnt. rank.test.ts says what gets each; `npm
 * run bench -- odds` shows what each is worth (docs/answers.md has a run of it).
 */
export interface Odds {
  /**
   * For the first sentence of the page that is asked for, times the squared match of its title; and for the
   * line that explains the term asked for. About as large as all that the learnt weights can give, because
   * that sentence often repeats no word of the question.
   */
  definingLead: number;
  /**
   * For the first sentence below a heading that asks the same, times the share of the question in the
   * heading.
   */
  sectionLead: number;
  /**
   * For a unit that announces a list, or the first item below a heading that asks the same, when a list is
   * asked for.
   */
  askedList: number;
  /**
   * For the sentence after the best one, when how or why is asked; it only counts in choosing what else to
   * say.
   */
  continuesBest: number;
  /** For what was written at the time that is asked for; as much against what was written at another. */
  askedTime: number;
  /**
   * For a unit that has what is asked for (a number, a time …), and with what stands around it every word of
   * the question; for sentences only where somebody is asked.
   */
  complete: number;
  /**
   * For a number with the unit of what is asked for (metres for "how tall"), and for what tells a personal
   * fact.
   */
  tellsAsked: number;
  /** For a unit that has by itself all of several things that the persona is asked about. */
  hasAll: number;
  /** For what lacks the person, time or number that somebody is asked for. */
  lacksAsked: number;
  /**
   * For a value below a heading that is called what is asked for, and for a label that is, times how much of
   * the heading is asked for.
   */
  headed: number;
  /** For the newest of what is dated, less for what is older: what was true last is true now. */
  newest: number;
  /** For what stands in a quotation: it may be somebody else's word. */
  quoted: number;
  /** For a question: it is no answer. It was a factor of 0.6. */
  question: number;
  /** For a unit of a few characters that is no item of a list. It was a factor of 0.8. */
  fewCharacters: number;
  /**
   * For code and words that are no sentence, unless somebody asks how to do a thing. It was a factor of 0.7.
   */
  noSentence: number;
  /** For rows of tables, and for items when no list is asked for. It was a factor of 0.9. */
  rowOrItem: number;
  /** For what speaks of the persona, when it is asked about itself. */
  ofPersona: number;
  /** For the answer to a question that is the same, times the square of how much it is. */
  answersSame: number;
  /** For a value, a definition or a row that is called what is asked for, times how much it is. */
  labelledRow: number;
  /** For a unit that announces a list when nobody asked for one, or how to do a thing. */
  announcesList: number;
  /** For what says nothing but the question's words, where somebody is asked. */
  bringsNothing: number;
  /** For what speaks of the page itself, where somebody is asked: "In this post I will …". */
  pageTalk: number;
  /** … and for one that names all that somebody is asked about. */
  announcesAsked: number;
  /**
   * For a unit that has no word of the question itself and does not begin its passage. It was a factor of
   * 0.7.
   */
  noOwnWord: number;
}

export const handSetOdds: Readonly<Odds> = {
  definingLead: 12,
  sectionLead: 4,
  askedList: 5,
  continuesBest: 1.2,
  askedTime: 5,
  complete: 3,
  tellsAsked: 2.5,
  hasAll: 1,
  lacksAsked: -3,
  headed: 6,
  newest: 1.2,
  quoted: -3,
  question: -4,
  fewCharacters: -1.5,
  noSentence: -3,
  rowOrItem: -1,
  ofPersona: 1,
  answersSame: 14,
  labelledRow: 10,
  announcesList: -3,
  announcesAsked: 1,
  bringsNothing: -1,
  pageTalk: -2.5,
  noOwnWord: -1,
};
