declare module 'opencc-js/dict/TSCharacters' {
  /**
   * "traditional simplified|…", one character each; where there are several simplified ones, the commonest
   * first.
   */
  const characters: string;
  export default characters;
}
