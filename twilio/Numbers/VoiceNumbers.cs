using System.Runtime.CompilerServices;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Numbers;

/// <summary>The numbers of the business whose calls go to the inbox.</summary>
public sealed class VoiceNumbers(AccountNumbers account, TwilioOptions options, NumberStore numbers)
{
    /// <summary>Lists them, as they are configured at Twilio now.</summary>
    public async IAsyncEnumerable<PhoneNumber> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = await numbers.AllAsync(cancellation);
        var voice = options.PublicAddress.Of(TwilioAddresses.Voice).AbsoluteUri;
        await foreach (var (number, configured) in account.ListAsync(cancellation))
        {
            if (known.ContainsKey(number.Key) && configured.VoiceUrl?.Split('#')[0] == voice)
            {
                yield return number;
            }
        }
    }
}
