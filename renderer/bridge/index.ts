export {
  accountName,
  askAccount,
  beginSignIn,
  type CloudRefusal,
  cancelSignIn,
  cloudWords,
  isAway,
  isCloudRefusal,
  type SignInMethod,
  sayCloudRefusal,
  signOut,
  startGuest,
} from './account.ts';
export { type AccountPictureAnswer, sendAccountPicture } from './account-picture.ts';
export {
  cancelJob,
  changeSettings,
  closeJob,
  restorePictures,
  retryStore,
  revealPicture,
  type SettingsChange,
  submitGeneration,
  trashPictures,
} from './acts.ts';
export { accountPictureAddress, previewAddress, shownAddress, thumbnailAddress } from './addresses.ts';
export { type Answered, ask, sayFault } from './attempt.ts';
export { startConnection, useConnection } from './connection.ts';
export { desktop } from './desktop.ts';
export { type FaultWords, faultWords, outageWords, readFault } from './faults.ts';
export { sendFile, sendFrame } from './imports.ts';
export { addressOf, goTo, type Place, SETTINGS_PAGES, type SettingsPage, usePlace } from './navigation.ts';
export { fetchShown } from './originals.ts';
export {
  type DocumentPanel,
  type Exporting,
  exportKey,
  ofPicture,
  showDocumentPanel,
  showExport,
  showJobs,
  showPalette,
  usePanels,
} from './panels.ts';
export { patiently } from './patiently.ts';
export {
  accountQuery,
  appQuery,
  candidatesQuery,
  catalogueQuery,
  countQuery,
  dayCountsQuery,
  documentsQuery,
  folderQuery,
  jobsQuery,
  pictureQuery,
  picturesQuery,
  providersQuery,
  queryClient,
  securityEventsQuery,
  sentQuery,
  sessionsQuery,
  settingsQuery,
  shownPath,
  spendingQuery,
  storageQuery,
} from './stored.ts';
export { followStreams, useProgress, useProgressStore } from './streams.ts';
