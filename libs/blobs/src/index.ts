export {
  blobFolder,
  blobKey,
  folderBeside,
  folderOf,
  keyIn,
  nameOf,
  siblingKey,
  type BlobFolder,
} from './blob-key.ts';
export type * from './blob-store.ts';
export { createFolderBlobStore, type FolderBlobStoreOptions } from './folder/folder-blob-store.ts';
export { keysUnder } from './keys-under.ts';
export { openBlobStore, type BlobStoreSettings } from './open-blob-store.ts';
export { createUrlSigner, type Grant, type UrlSigner } from './url-signer.ts';
