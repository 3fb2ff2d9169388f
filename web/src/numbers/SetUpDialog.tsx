import { Button } from 'react-aria-components';
import { toProblem } from '../api/problem';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { Loaded } from '../settings/Loaded';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';
import { ProviderNumberRow } from './ProviderNumberRow';
import { useProviderNumbers, useSetUpNumbers } from './useNumbers';

const say = settingsWords.numbers;

/** Shows how the numbers are set up at the telephony provider, and sets them up. */
export default function SetUpDialog({ onClose }: { onClose: () => void }) {
  const atProvider = useProviderNumbers();
  const setUp = useSetUpNumbers();
  const isDone = setUp.data !== undefined;
  const isNeeded = atProvider.data?.some(({ added, changes }) => added || changes.length > 0) ?? false;
  return (
    <Modal title={say.setUp} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <p className={form.hint}>{isDone ? say.setUpDone : say.setUpIntro}</p>
        <Loaded query={isDone ? { ...atProvider, data: setUp.data } : atProvider}>
          {(all) =>
            all.length === 0 ? (
              <p>{say.noneAtProvider}</p>
            ) : (
              <ul className={styles.card} aria-label={say.atProvider}>
                {all.map((number) => (
                  <ProviderNumberRow key={number.number} number={number} isChanged={isDone} />
                ))}
              </ul>
            )
          }
        </Loaded>
        {isDone ? (
          <div className={form.foot}>
            <Button className={form.primary} onPress={onClose}>
              {say.done}
            </Button>
          </div>
        ) : (
          <DialogFoot
            failure={setUp.error ? toProblem(setUp.error).message : null}
            action={say.setUpAll}
            isDisabled={!isNeeded || setUp.isPending}
            onClose={onClose}
          />
        )}
      </form>
    </Modal>
  );
}
