import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

/** Shorter than the address is valid. */
const fresh = 4 * 60 * 1000;

/** The address of an attachment for an image, which needs no token. `renew` gets a new one after it has expired. */
export function useAttachmentUrl(conversation: string, attachment: string, isShown: boolean) {
  const { api, config } = useSession();
  const query = useQuery({
    queryKey: ['attachment', conversation, attachment],
    enabled: isShown,
    staleTime: fresh,
    gcTime: fresh,
    queryFn: async () => {
      const ticket = await api.POST('/api/conversations/{id}/attachments/{attachmentId}/tickets', {
        params: { path: { id: conversation, attachmentId: attachment } },
      });
      return config.api + bodyOf(ticket).url;
    },
  });
  return { url: query.data, isError: query.isError, renew: async () => (await query.refetch()).data };
}
