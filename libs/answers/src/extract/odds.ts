/** Log odds for what the collections cannot teach: their pages have no headings, lists and code. */
export const ODDS = {
  /** Beginning the page that is asked for, times how alike its title is. */
  defines: 12,
  /** Beginning the section whose heading asks the same, times how much of the question that holds. */
  headed: 4,
  /** Announcing a list, or standing in one under a heading that asks for it, when a list is asked for. */
  listed: 5,
  /** Going on from the best sentence, when how or why is asked. */
  explains: 1.2,
  /** A question is no answer, and neither are two words, or words that are no sentence. */
  question: -4,
  short: -1.5,
  unsaid: -3,
  block: -1,
  /** A row of a table that is called what is asked for. */
  labelled: 7,
  /** Announcing a list that nobody asked for. */
  announces: -3,
  elsewhere: -1,
};
