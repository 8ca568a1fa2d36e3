export { createTestKeySet, type TestKeyPair, type TestKeySet } from './test-key-set.ts';
export { sampleNotification } from './sample-notification.ts';
export { post, signNotification, type SignedNotification, type ToSign } from './sign-notification.ts';
