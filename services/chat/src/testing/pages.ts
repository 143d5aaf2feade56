/** Pages that the tests of several suites store. */
export const LIGHT = {
  title: 'The light at Skerrow Head',
  content: `# The light at Skerrow Head

The lighthouse at **Skerrow Head** was built in 1871, and its [lamp](https://example.org) stands 46 metres above high water.

## The lens

The lens weighs 1.4 tonnes and floats in a bath of mercury. I could turn it with one finger.`,
  url: 'https://example.org/light',
  metadata: { author: 'Ada' },
};
export const FERRY = {
  title: 'The ferry Petrel',
  content:
    'The Petrel is an electric ferry with two battery rooms. She carries 120 passengers to Port Ellery.',
};
