using System.Runtime.CompilerServices;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio.Numbers;

/// <summary>The numbers of the business whose calls go to the inbox.</summary>
public sealed class VoiceNumbers(TwilioApi api, TwilioOptions options, NumberStore numbers)
{
    /// <summary>Lists them, as they are set up at Twilio now.</summary>
    public async IAsyncEnumerable<PhoneNumber> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = await numbers.AllAsync(cancellation);
        var voice = options.PublicAddress.Of(TwilioAddresses.Voice).AbsoluteUri;
        await foreach (var ours in api.ListAsync<TwilioNumber>(
            $"IncomingPhoneNumbers.json?PageSize={TwilioApi.MaxPageSize}", "incoming_phone_numbers", cancellation))
        {
            if (PhoneNumber.TryParseOurs(ours.PhoneNumber, out var number) && known.ContainsKey(number.Key)
                && ours.VoiceUrl?.Split('#')[0] == voice)
            {
                yield return number;
            }
        }
    }
}
