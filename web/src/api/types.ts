import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Conversation = Schemas['Conversation'];
export type ConversationPage = Schemas['ConversationPage'];
export type ChangedConversation = Schemas['ChangedConversation'];
export type TimelinePage = Schemas['TimelinePage'];
export type TimelineItem = Schemas['TimelineItem'];
export type MessageItem = Schemas['MessageItem'];
export type CallItem = Schemas['CallItem'];
export type CommentItem = Schemas['CommentItem'];
export type LastAction = Schemas['LastAction'];
export type SavedCustomer = Schemas['SavedCustomer'];
export type BusinessNumber = Schemas['Number'];
export type Me = Schemas['Me'];
export type Mark = paths['/api/conversations/{id}']['patch']['requestBody']['content']['application/json'];
export type View = 'open' | 'closed';
export type Filter = 'unread' | 'unresponded';
