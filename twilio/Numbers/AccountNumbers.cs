using System.Runtime.CompilerServices;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Numbers;

/// <summary>The numbers of the Twilio account.</summary>
public sealed class AccountNumbers(TwilioApi api)
{
    /// <summary>Lists the numbers that can be numbers of a business, as they are configured now.</summary>
    internal async IAsyncEnumerable<(PhoneNumber Number, TwilioNumber Configured)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var configured in api.ListAsync<TwilioNumber>(
            $"IncomingPhoneNumbers.json?PageSize={TwilioApi.MaxPageSize}", "incoming_phone_numbers", cancellation))
        {
            if (PhoneNumber.TryParseOurs(configured.PhoneNumber, out var number))
            {
                yield return (number, configured);
            }
        }
    }
}
