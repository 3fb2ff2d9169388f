import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../layout/IconButton';
import { SearchBox } from '../layout/SearchBox';
import { words } from '../words';
import styles from './FindInConversation.module.css';
import { TextHits } from './TextHits';

interface FindInConversationProps {
  conversation: string;
  item: string | null;
  onItem: (item: string) => void;
  onClose: () => void;
}

/** Searches the messages and comments of one conversation. */
export default function FindInConversation({ conversation, item, onItem, onClose }: FindInConversationProps) {
  const [text, setText] = useState('');
  return (
    <section className={styles.find} aria-label={words.search.inConversation}>
      <div className={styles.head}>
        <div className={styles.box}>
          <SearchBox label={words.search.inConversation} search={text} onSearch={setText} autoFocus />
        </div>
        <IconButton label={words.search.close} onPress={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      {text && (
        <div className={styles.hits}>
          <TextHits text={text} conversation={conversation} open={item} onOpen={(hit) => onItem(hit.item.id)} />
        </div>
      )}
    </section>
  );
}
