using System.Collections.Immutable;
using System.Text.Json;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using ZuperConnect.Numbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using HttpMethod = Twilio.Http.HttpMethod;

namespace ZuperConnect.Twilio.Numbers;

/// <summary>
/// Configures the webhooks of the account's numbers. An application of a number takes precedence over its addresses, and so does its
/// messaging service unless that defers to the number: such numbers are not changed, and are reported.
/// </summary>
internal sealed class TwilioNumbers(TwilioApi api, AccountNumbers account, TwilioOptions options) : INumberDiscovery
{
    private const string Post = "POST";

    private readonly Uri _inbound = TwilioAddresses.Inbound(options.PublicAddress);
    private readonly Uri _call = TwilioAddresses.InboundCall(options.PublicAddress);
    private readonly Uri _callStatus = TwilioAddresses.InboundCallStatus(options.PublicAddress);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredNumber>> FindAsync(CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<DiscoveredNumber>>(async () =>
    {
        var services = await ServicesAsync(cancellation);
        var found = new List<DiscoveredNumber>();
        await foreach (var (number, configured) in account.ListAsync(cancellation))
        {
            if (configured.Sid is { } sid)
            {
                var problem = Problem(configured, services.GetValueOrDefault(number.Value));
                found.Add(new(sid, number, problem is null ? Changes(configured) : [], problem));
            }
        }

        return found;
    });

    /// <inheritdoc/>
    public Task SetUpAsync(DiscoveredNumber number, CancellationToken cancellation) => AskAsync(() =>
        IncomingPhoneNumberResource.UpdateAsync(
            new UpdateIncomingPhoneNumberOptions(number.Id)
            {
                SmsUrl = _inbound,
                SmsMethod = HttpMethod.Post,
                SmsFallbackUrl = _inbound,
                SmsFallbackMethod = HttpMethod.Post,
                VoiceUrl = _call,
                VoiceMethod = HttpMethod.Post,
                VoiceFallbackUrl = _call,
                VoiceFallbackMethod = HttpMethod.Post,
                StatusCallback = _callStatus,
                StatusCallbackMethod = HttpMethod.Post,
            },
            api.Client).WaitAsync(cancellation));

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is ApiException or ApiConnectionException or JsonException)
        {
            throw new HttpRequestException("The account's numbers cannot be read or set up now.", failure);
        }
    }

    private ImmutableArray<NumberSetupChange> Changes(TwilioNumber number) =>
    [
        .. Change("SmsUrl", number.SmsUrl, _inbound.AbsoluteUri),
        .. Change("SmsMethod", number.SmsMethod, Post),
        .. Change("SmsFallbackUrl", number.SmsFallbackUrl, _inbound.AbsoluteUri),
        .. Change("SmsFallbackMethod", number.SmsFallbackMethod, Post),
        .. Change("VoiceUrl", number.VoiceUrl, _call.AbsoluteUri),
        .. Change("VoiceMethod", number.VoiceMethod, Post),
        .. Change("VoiceFallbackUrl", number.VoiceFallbackUrl, _call.AbsoluteUri),
        .. Change("VoiceFallbackMethod", number.VoiceFallbackMethod, Post),
        .. Change("StatusCallback", number.StatusCallback, _callStatus.AbsoluteUri),
        .. Change("StatusCallbackMethod", number.StatusCallbackMethod, Post),
    ];

    /// <summary>Why a number cannot be set up; null if it can.</summary>
    private static string? Problem(TwilioNumber number, TwilioMessagingService? service) =>
        number.Capabilities is { Sms: false } ? "It can neither send nor receive texts."
        : number.SmsApplicationSid is { Length: > 0 } application
            ? $"Its texts go to the application {application} instead of an address. Take that from the number at Twilio, then repeat."
        : service is { UseInboundWebhookOnNumber: false }
            ? $"It is in the messaging service {service.FriendlyName} ({service.Sid}), which sends its texts elsewhere. "
                + "Let that defer to the sender's webhook, then repeat."
        : number.VoiceApplicationSid is { Length: > 0 } voice
            ? $"Its calls go to the application {voice} instead of an address. Take the application from the number at Twilio, then repeat."
        : number.TrunkSid is { Length: > 0 } trunk
            ? $"Its calls go to the trunk {trunk}. Take the number out of the trunk at Twilio, then repeat."
        : null;

    private static NumberSetupChange[] Change(string setting, string? before, string after) =>
        before == after ? [] : [new(setting, before is "" ? null : before, after)];

    /// <summary>The messaging service of each number. A number belongs to one at most.</summary>
    private async Task<Dictionary<string, TwilioMessagingService>> ServicesAsync(CancellationToken cancellation)
    {
        var services = new Dictionary<string, TwilioMessagingService>();
        await foreach (var service in api.ListMessagingAsync<TwilioMessagingService>("Services", "services", cancellation))
        {
            await foreach (var member in api.ListMessagingAsync<TwilioNumber>(
                $"Services/{service.Sid}/PhoneNumbers", "phone_numbers", cancellation))
            {
                services.TryAdd(member.PhoneNumber ?? "", service);
            }
        }

        return services;
    }
}
