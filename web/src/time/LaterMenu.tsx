import { useState, type ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import options from '../layout/Options.module.css';
import { IconButton } from '../layout/IconButton';
import { words } from '../words';
import { laterTimes } from './later';
import { soonTime } from './time';

const say = words.later;

interface LaterMenuProps {
  label: string;
  keys?: string;
  isDisabled?: boolean;
  /** Whether it is open, if the caller decides. */
  isOpen?: boolean;
  onOpen?: (isOpen: boolean) => void;
  icon: ReactNode;
  /** More choices at the end. */
  onOther: () => void;
  onChoose: (at: string) => void;
}

/** A menu of times: in an hour, tomorrow, Monday, or any other. */
export default function LaterMenu({ label, keys, isDisabled, isOpen, onOpen, icon, onOther, onChoose }: LaterMenuProps) {
  const [now, setNow] = useState(() => new Date());
  const times = laterTimes(now);
  const opened = (open: boolean) => {
    setNow(new Date());
    onOpen?.(open);
  };
  return (
    <MenuTrigger {...(isOpen !== undefined && { isOpen })} onOpenChange={opened}>
      <IconButton label={label} {...(keys && { keys })} isDisabled={isDisabled ?? false}>
        {icon}
      </IconButton>
      <Popover className={options.popover} placement="top end">
        <Menu aria-label={label}>
          {times.map(({ choice, at }) => (
            <MenuItem key={choice} textValue={say[choice]} className={options.option} onAction={() => onChoose(at.toISOString())}>
              <span>{say[choice]}</span>
              <small>{soonTime(at, now)}</small>
            </MenuItem>
          ))}
          <MenuItem textValue={say.other} className={options.option} onAction={onOther}>
            <span>{say.other}</span>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
