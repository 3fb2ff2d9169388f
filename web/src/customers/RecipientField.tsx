import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import form from '../layout/Form.module.css';
import { displayNumber, typedNumber } from '../numbers/display';
import { useSession } from '../session/session';
import { words } from '../words';
import { recipientsOf, type Recipient } from './recipients';

const say = words.newMessage;

interface Option extends Recipient {
  readonly id: string;
}

export function RecipientField({ value, onChange }: { value: Recipient | null; onChange: (recipient: Recipient | null) => void }) {
  const { api } = useSession();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['recipients', search],
    enabled: value === null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, search ? 150 : 0));
      return bodyOf(await api.GET('/api/customers', { params: { query: { limit: 20, ...(search && { search }) } }, signal })).items;
    },
  });
  if (value) {
    return (
      <div className={form.field}>
        <span className={form.label}>{say.to}</span>
        <div className={form.chosen}>
          <span>{value.customerId ? `${value.name} · ${value.display}` : value.display}</span>
          <Button className={form.secondary} onPress={() => onChange(null)}>
            {say.change}
          </Button>
        </div>
        {!value.customerId && (
          <TextField className={form.field} value={value.name} onChange={(name) => onChange({ ...value, name })} autoFocus maxLength={200}>
            <Label>{say.nameFor(value.display)}</Label>
            <Input autoComplete="off" />
          </TextField>
        )}
      </div>
    );
  }

  const number = typedNumber(text);
  const saved: Option[] = (found.data ?? []).flatMap((customer) =>
    recipientsOf(customer).map((one) => ({ ...one, id: `${customer.id} ${one.number}` })),
  );
  const options: Option[] =
    number && !saved.some((one) => one.number === number)
      ? [...saved, { id: number, customerId: null, number, display: displayNumber(number), name: '' }]
      : saved;
  const choose = (key: unknown) => {
    const option = options.find((one) => one.id === key);
    if (option) {
      onChange({ customerId: option.customerId, number: option.number, display: option.display, name: option.name });
    }
  };
  return (
    <ComboBox
      className={form.field}
      items={options}
      inputValue={text}
      onInputChange={setText}
      onChange={choose}
      menuTrigger="focus"
      allowsEmptyCollection
      autoFocus
    >
      <Label>{say.to}</Label>
      <Input placeholder={say.toHint} autoComplete="off" />
      <Popover className={form.popover} maxHeight={320}>
        <ListBox<Option> renderEmptyState={() => <p className={form.none}>{found.isFetching ? say.searching : say.none}</p>}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.customerId ? option.name : say.saveFirst(option.display)} className={form.option}>
              <span>{option.customerId ? option.name : say.saveFirst(option.display)}</span>
              {option.customerId && <small>{option.display}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
