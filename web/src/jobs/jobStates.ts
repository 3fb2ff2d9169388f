import { words } from '../words';

export const jobStates = { open: words.customers.jobOpen, done: words.customers.jobDone, canceled: words.customers.jobCanceled };
