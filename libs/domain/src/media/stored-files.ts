import { folderBeside, type BlobFolder } from '@persona/blobs';
import type { Media, StoredFile } from '@persona/contracts';

/** The files that were made of a recording, and are served. */
export const madeFiles = ({ renditions, poster, captions, hls, storyboard, peaks }: Media): StoredFile[] => [
  ...renditions,
  ...(poster ? [poster] : []),
  ...captions,
  ...(storyboard ? [storyboard.image, storyboard.vtt] : []),
  // The numbers of a voice's outline are one of its renditions too.
  ...(peaks ? [peaks.json, peaks.image] : []).filter(
    ({ blob_key }) => !renditions.some((one) => one.blob_key === blob_key),
  ),
  ...(hls?.tracks ?? []).flatMap(({ parts }) => parts),
];

/** Every file that the row of a recording names: what was sent, and what was made of it. */
export const storedFiles = (media: Media): StoredFile[] => [
  media.original,
  ...(media.sidecars ?? []),
  ...madeFiles(media),
];

/** The folder of files that name each other, beside the original: playlists, their parts, the storyboard. */
export const linkedFolder = ({ original }: Pick<Media, 'original'>): BlobFolder =>
  folderBeside(original.blob_key, 'hls');
