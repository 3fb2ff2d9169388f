const conversations = (count: number) => `${count} ${count === 1 ? 'conversation' : 'conversations'}`;

/** All that the page says, in one place, ready to be translated. */
export const words = {
  product: 'ZuperConnect',
  skip: 'Skip to the content',
  nav: { label: 'Sections', inbox: 'Inbox', calls: 'Calls', customers: 'Customers', jobs: 'Jobs', settings: 'Settings', signOut: 'Sign out', me: (name: string) => `Signed in as ${name}` },
  theme: { label: 'Theme', system: 'As the system', light: 'Light', dark: 'Dark' },
  signIn: {
    title: 'Sign in',
    who: 'This inbox runs on one machine: choose who you are.',
    as: (name: string) => `Continue as ${name}`,
    ana: 'Admin', ben: 'Member',
    other: 'Another name', otherHint: 'Letters only. An admin has to let you in.', go: 'Continue',
    none: 'Nobody can sign in here: this inbox was started without a sign-in of its own.',
    signedOut: 'You are signed out.', ended: 'Your sign-in has ended. What you were writing is kept.',
    refused: 'The sign-in was refused.', unreachable: (host: string) => `The sign-in at ${host} cannot be reached.`, retry: 'Try again',
    waiting: 'You are signed in, but not let in yet. Ask an admin of this inbox to allow it.',
    again: 'Look again',
  },
  inbox: {
    list: 'Conversations', all: 'All inboxes', choose: 'Inbox', new: 'New message',
    open: 'Open', closed: 'Closed', views: 'Open or closed',
    everything: 'All', unread: 'Unread', unresponded: 'Unresponded', filters: 'Show',
    search: 'Search name or number', clear: 'Clear the search', loading: 'Loading…', more: 'Loading more…',
    emptyOpen: 'All done', emptyOpenHint: 'No open conversations. New texts and calls show up here.',
    emptyClosed: 'Nothing closed yet', emptyClosedHint: 'Conversations that you close are kept here.',
    emptyUnread: 'Nothing unread', emptyUnresponded: 'Nobody waits for an answer', emptyFilterHint: 'Everything that needs you is done.',
    emptySearch: (text: string) => `Nothing found for “${text}”`, emptySearchHint: 'Search looks for the beginnings of names, and for three or more digits of a number.',
    choosePrompt: 'Choose a conversation', choosePromptHint: 'Or press n to write a new message.',
    unreadCount: (count: number) => `${count} unread`, waits: 'Waits for an answer', optedOut: 'Opted out of texts',
  },
  selection: {
    label: 'Chosen conversations', count: (count: number) => `${count} chosen`, all: (count: number) => `Choose all ${count}`, clear: 'Choose none',
    close: 'Close the chosen', reopen: 'Reopen the chosen', read: 'Mark the chosen as read', progress: (done: number, of: number) => `${done} of ${of}…`,
    news: 'the customer did something new',
    done: {
      close: (count: number) => `${conversations(count)} closed.`,
      open: (count: number) => `${conversations(count)} reopened.`,
      read: (count: number) => `${conversations(count)} marked as read.`,
    },
    partly: {
      close: (done: number, left: number, why: string) => `${done} closed, ${left} left open: ${why}`,
      open: (done: number, left: number, why: string) => `${done} reopened, ${left} left closed: ${why}`,
      read: (done: number, left: number, why: string) => `${done} marked as read, ${left} left unread: ${why}`,
    },
    broken: (done: number, of: number, why: string) => `Stopped after ${done} of ${of}: ${why}`,
  },
  action: {
    you: 'You', team: 'Team', customer: 'Customer',
    failed: (text: string) => `Failed: ${text}`,
    notSent: (refused: boolean, text: string) => `${refused ? 'Not sent' : 'Not sent yet'}: ${text}`,
    callReceived: 'Called', callAnswered: (name: string) => `${name} answered a call`, callMissed: 'Missed call', callPlaced: 'Calling…', voicemail: 'Voicemail', none: 'No messages yet',
  },
  conversation: {
    label: 'Conversation', timeline: 'Messages and calls', back: 'Back to the list', details: 'Details', hideDetails: 'Hide details',
    close: 'Close', reopen: 'Reopen', read: 'Mark as read', unread: 'Mark as unread', call: 'Call', more: 'More',
    closed: 'Conversation closed.', reopened: 'Conversation reopened.', markedUnread: 'Marked as unread.', markedRead: 'Marked as read.', undo: 'Undo',
    notSeen: 'Not done: the customer did something new. It is shown now.',
    calling: 'Your phone rings. Pick up and press 1.',
    via: (number: string) => `via ${number}`, older: 'Loading older…', begin: 'The beginning of this conversation', missing: 'There is no such conversation', missingHint: 'It may have been erased. Choose another one from the list.',
    newBelow: 'New below', unreadFrom: 'Unread', news: (name: string, text: string) => `New from ${name}: ${text}`,
    closedBy: (name: string) => `${name} closed the conversation`, closedAlone: 'The conversation was closed', openedBy: (name: string) => `${name} reopened the conversation`, openedAlone: 'Reopened by new activity',
    job: (name: string, title: string) => `${name} made a job: ${title}`, comment: 'Comment', teamOnly: 'only the team sees it',
    mayBeOptOut: 'This may be a request to stop texting.', today: 'Today', yesterday: 'Yesterday',
  },
  delivery: {
    received: '', queued: 'Waiting to be sent', sending: 'Sending', sent: 'Sent', unknown: 'Nobody knows whether it arrived', unconfirmed: 'Sent, arrival not confirmed',
    failed: 'Failed', delivered: 'Delivered', notSent: 'Not sent yet', refused: 'Not sent', resend: 'Send again', discard: 'Discard',
  },
  calls: {
    inbound: 'Incoming call', outbound: 'Outgoing call', outboundBy: (name: string) => `${name} called`, ringing: 'Ringing', inProgress: 'In progress', completed: 'Answered', missed: 'Missed', missedOut: 'No answer', failed: 'Broke off', canceled: 'Hung up before an answer',
    voicemail: 'Voicemail', by: (name: string) => `by ${name}`, recording: 'Recording', play: 'Play', pause: 'Pause', seek: 'Position', speed: (rate: number) => `Speed ${rate}`, download: 'Download', cannotPlay: 'It cannot be played now. Try again.',
    none: 'No calls yet', noneHint: 'Calls of customers and of the team show up here.', noneSuch: 'No such calls', filters: 'Show',
  },
  composer: {
    label: 'Write', message: 'Message', comment: 'Comment', modes: 'Message or comment', messageHint: (name: string) => `Text ${name}`, commentHint: 'Only the team sees this', send: 'Send', addComment: 'Add comment',
    keys: 'Enter sends, Shift+Enter breaks the line', segments: (count: number) => `${count} ${count === 1 ? 'text' : 'texts'}`, unicode: 'special characters, shorter texts', left: (count: number) => `${count} left`, tooLong: (over: number) => `${over} characters too long`,
    optedOut: 'This customer opted out of texts. Call instead, or wait until they text START.', unreachable: 'This sender cannot be texted: there is no phone number to answer.',
    failed: 'It was not saved. Try again.',
  },
  customers: {
    details: 'Customer', unknown: 'Not a saved customer', add: 'Add as customer', name: 'Name', email: 'E-mail', notes: 'Notes', numbers: 'Numbers', number: 'Number', save: 'Save', cancel: 'Cancel', edit: 'Edit', none: '—',
    inbox: 'Inbox', status: 'Status', open: 'Open', closed: 'Closed', since: 'Customer since', newJob: 'New job', jobs: 'Jobs', jobTitle: 'What is to be done?', jobNotes: 'Notes', noJobs: 'No jobs yet', search: 'Search name or number', noneYet: 'No customers yet', noneYetHint: 'Add them from their conversations, or with a new message.', jobOpen: 'open', jobDone: 'done', jobCanceled: 'canceled',
  },
  newMessage: {
    title: 'New message', to: 'To', toHint: 'Name, number or last digits', from: 'From', text: 'Message', send: 'Send', searching: 'Searching…', none: 'Nobody found.', saveFirst: (number: string) => `Save ${number} as a customer`, nameFor: (number: string) => `Name for ${number}`, change: 'Change', saveAndSend: 'Save and send',
  },
  shortcuts: {
    title: 'Keyboard shortcuts', next: 'Next or previous conversation', openIt: 'Open it', choose: 'Choose it, in the list', close: 'Close or reopen', unread: 'Mark as unread', reply: 'Reply', comment: 'Comment', compose: 'New message', search: 'Search', help: 'This list', done: 'Done',
    off: 'Shortcuts are off while you type.', use: 'Use keyboard shortcuts',
  },
  settings: { title: 'Settings', appearance: 'Appearance', density: 'Compact list', enterSends: 'Enter sends the message' },
  jobs: { none: 'No jobs yet', noneHint: 'Make one beside the conversation with a customer.' },
  state: {
    offline: 'No connection. What you see may be old; what you write is kept and sent later.', error: 'This could not be loaded.', retry: 'Try again', forbidden: 'You may not see this', forbiddenHint: 'Ask an admin of this inbox for the permission.',
    away: 'The inbox does not answer.', fault: 'Something went wrong on this page.', reload: 'Load the page again', close: 'Close',
  },
} as const;
